package org.tunnelfun.reaper.probe;

/**
 * Counts only the time in which this process was able to listen.
 *
 * <p>When the machine is overloaded or suspended, a device may have answered long ago and we have
 * not looked. Time that was spent neither waiting as planned nor briefly working does not count, so
 * that our own lateness is never held against a tunnel.
 */
final class AwakeClock {
    /** Less than this is the usual grain of a scheduler. */
    static final long GRAIN = 10_000_000;

    private long last;
    private long awake;

    AwakeClock(long nanos) {
        last = nanos;
    }

    /**
     * Goes on to another reading.
     *
     * @param nanos monotonic clock
     * @param planned how long this step was meant to last at most
     */
    void advance(long nanos, long planned) {
        awake += Math.min(nanos - last, planned + GRAIN);
        last = nanos;
    }

    /** Nanoseconds counted. */
    long now() {
        return awake;
    }
}
