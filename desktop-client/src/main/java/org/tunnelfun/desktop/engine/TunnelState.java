package org.tunnelfun.desktop.engine;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Where a tunnel stands. The JSON names are the lower-case ones with hyphens. */
public enum TunnelState {
    /** Disabled or paused. */
    OFF,
    /** An attempt is under way, or a session waits for its port or its first proof. */
    CONNECTING,
    /** Between two attempts. */
    WAITING,
    /** The forward is bound; how sure that is, says {@link Proof}. */
    UP,
    /** Something was late; nothing is torn down yet. */
    SUSPECT,
    /** Does not pass by itself: host key, authentication, config. */
    NEEDS_USER;

    /** The states that may follow this one. */
    public Set<TunnelState> next() {
        return switch (this) {
            case OFF -> EnumSet.of(CONNECTING, WAITING, NEEDS_USER);
            case CONNECTING -> EnumSet.of(OFF, WAITING, UP, SUSPECT, NEEDS_USER);
            case WAITING -> EnumSet.of(OFF, CONNECTING, NEEDS_USER);
            case UP -> EnumSet.of(OFF, CONNECTING, WAITING, SUSPECT, NEEDS_USER);
            case SUSPECT -> EnumSet.of(OFF, CONNECTING, WAITING, UP, NEEDS_USER);
            case NEEDS_USER -> EnumSet.of(OFF, CONNECTING, WAITING, UP);
        };
    }

    /** The name that scripts see: {@code needs-user}. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
