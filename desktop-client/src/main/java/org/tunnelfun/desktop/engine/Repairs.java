package org.tunnelfun.desktop.engine;

import java.time.Duration;

/** How long to wait before a port is repaired again: ever longer until it is mended. */
final class Repairs {
    // The session before this one may just be going; then the other loopback is free in a moment.
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration MOST = Duration.ofMinutes(2);

    private Duration in = FIRST;

    /** The wait before the next one. */
    Duration next() {
        Duration now = in;
        Duration twice = in.multipliedBy(2);
        in = twice.compareTo(MOST) < 0 ? twice : MOST;
        return now;
    }

    /** It is mended. */
    void over() {
        in = FIRST;
    }
}
