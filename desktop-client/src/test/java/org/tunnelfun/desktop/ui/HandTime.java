package org.tunnelfun.desktop.ui;

import java.time.Duration;
import java.time.Instant;
import org.tunnelfun.desktop.engine.Time;

/** A wall clock in the test's hand; screens have no loops. */
final class HandTime implements Time {

    private Instant wall = Samples.NOW;

    void pass(Duration duration) {
        wall = wall.plus(duration);
    }

    void set(Instant now) {
        wall = now;
    }

    @Override
    public Instant wall() {
        return wall;
    }

    @Override
    public long nanos() {
        throw new UnsupportedOperationException("screens read the wall clock");
    }

    @Override
    public Loop loop(String name) {
        throw new UnsupportedOperationException("screens have no loops");
    }
}
