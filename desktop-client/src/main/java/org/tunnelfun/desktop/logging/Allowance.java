package org.tunnelfun.desktop.logging;

import java.time.Duration;
import java.time.Instant;

/** So many at once, and then one more for every so long: a token bucket. */
final class Allowance {
    private final int most;
    private final Duration another;
    private int left;
    private Instant counted = Instant.MIN;

    /**
     * A full one.
     *
     * @param most at once
     * @param another comes after each such time, up to the most
     */
    Allowance(int most, Duration another) {
        this.most = most;
        this.another = another;
        this.left = most;
    }

    /** Takes one; whether there was one. */
    boolean take(Instant now) {
        if (left == most || now.isBefore(counted)) {
            // Full, or the wall clock was set back: what comes back counts from here.
            counted = now;
        }
        long come = Duration.between(counted, now).dividedBy(another);
        left = (int) Math.min(most, left + come);
        counted = counted.plus(another.multipliedBy(come));
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
