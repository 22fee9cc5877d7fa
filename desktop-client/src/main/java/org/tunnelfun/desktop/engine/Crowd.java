package org.tunnelfun.desktop.engine;

import java.time.Duration;

/**
 * How many others have sessions on a server: when it comes back, all of them want to log in at
 * once, and sshd turns away what exceeds its MaxStartups (sshd_config(5), 10:30:100). Each client
 * waits a part by chance of the time in which so many can log in.
 *
 * @param others established connections to the server's sshd that are not this program's, as its
 *     shell told the last time; 0 if nobody told
 * @param login how long our own login takes
 */
record Crowd(int others, Duration login) {
    /** Nothing is known, or nobody else is there. */
    static final Crowd NONE = new Crowd(0, Duration.ZERO);

    /** So many may come back at the same moment: where MaxStartups begins to turn away. */
    private static final int FEW = 10;

    /**
     * So many should be logging in at any moment, so that chance seldom makes {@link #FEW} of it.
     */
    private static final int AT_ONCE = 2;

    /** However many there are and whatever the server says. */
    static final Duration MOST = Duration.ofSeconds(120);

    /** The time over which all clients' logins should be spread; zero where they are few. */
    Duration spread() {
        long many = Math.max(0, others - FEW);
        double nanos = (double) many * login.toNanos() / AT_ONCE;
        return nanos >= MOST.toNanos() ? MOST : Duration.ofNanos((long) nanos);
    }

    /**
     * The wait before another attempt.
     *
     * @param kind of the last failure
     * @param wait what that asks for
     * @param chance in [0, 1)
     */
    Duration spread(Failure.Kind kind, Duration wait, double chance) {
        if (kind.needsUser()) {
            return wait;
        }
        // Whoever knocks at a closed door keeps its own place in the row by knocking at a steady
        // interval; whoever met an open one draws a place.
        double part = kind.unconnected() ? 0.8 + 0.4 * chance : chance;
        Duration own = Duration.ofNanos((long) (spread().toNanos() * part));
        return own.compareTo(wait) > 0 ? own : wait;
    }
}
