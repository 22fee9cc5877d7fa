package org.tunnelfun.desktop.ui;

import java.util.Collection;
import java.util.Comparator;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** The five shapes that a glance must tell apart, from harmless to urgent. */
public enum Look {
    /** A hollow ring: disabled or paused. */
    OFF,
    /** A filled disc with a check: up and proven. */
    UP,
    /** A filled disc with a bar: up but unproven, or the target is down. */
    PARTLY,
    /** A ring with a gap: connecting, waiting, or checking a suspect session. */
    WORKING,
    /** A filled triangle: host key, authentication or config. */
    NEEDS_YOU;

    /** The shape of one tunnel. */
    public static Look of(TunnelStatus status) {
        return of(status.state(), status.proof());
    }

    /** The shape of a state with its proof. */
    public static Look of(TunnelState state, Proof proof) {
        return switch (state) {
            case OFF -> OFF;
            case CONNECTING, WAITING, SUSPECT -> WORKING;
            case UP -> proof == Proof.PROVEN ? UP : PARTLY;
            case NEEDS_USER -> NEEDS_YOU;
        };
    }

    /** The most urgent of all that are on; {@link #OFF} without any. */
    public static Look worst(Collection<TunnelStatus> statuses) {
        return statuses.stream().map(Look::of).max(Comparator.naturalOrder()).orElse(OFF);
    }
}
