package org.tunnelfun.reaper.testing;

import java.time.Duration;
import java.time.Instant;
import org.tunnelfun.reaper.sweep.Time;

/** A clock that only sleeping and {@link #pass} move. */
public final class FakeTime implements Time {
    private long nanos = 1_000_000_000_000L;
    private Instant now = Instant.parse("2026-11-22T12:00:00Z");

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) {
        pass(duration);
    }

    /** Time goes by. */
    public void pass(Duration duration) {
        nanos += duration.toNanos();
        now = now.plus(duration);
    }
}
