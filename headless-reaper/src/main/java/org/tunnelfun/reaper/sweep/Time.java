package org.tunnelfun.reaper.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The clocks and the waiting, so that tests can play hours in no time. */
public interface Time {
    /** The wall clock; for people only, it may jump. */
    Instant now();

    /** The monotonic clock, nanoseconds from any origin; for every decision. */
    long nanos();

    /** Waits. */
    void sleep(Duration duration) throws InterruptedException;

    /** The machine's. */
    static Time system() {
        return new Time() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void sleep(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            }
        };
    }
}
