package org.tunnelfun.desktop.engine;

import java.util.Locale;

/** How sure it is that a visitor of the server's port reaches the target. */
public enum Proof {
    /** Nothing is known yet. */
    NONE,
    /** The self-check passed lately. */
    PROVEN,
    /** The server forbids the self-check; keepalive, heartbeat or challenge stand in for it. */
    UNPROVEN,
    /** The self-check's channel arrived, but nothing answers at the target. */
    TARGET_DOWN;

    /** The name that scripts see: {@code target-down}; empty for {@link #NONE}. */
    public String jsonName() {
        return this == NONE ? "" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
