package org.tunnelfun.desktop.demo;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A stopwatch; the demo measures and waits, it never asks what time it is. */
final class Clock {

    private final long began = System.nanoTime();

    /** Seconds since this clock was made. */
    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    /** Waits for a condition, which is asked every 20 ms. Returns whether it came true. */
    static boolean await(Duration atMost, BooleanSupplier condition) {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return true;
    }

    /** Lets the viewer read. */
    static void pause(double seconds) {
        await(Duration.ofMillis((long) (seconds * 1000)), () -> false);
    }

    /** {@code 4.1 s}, right-aligned in seven columns. */
    static String text(double seconds) {
        return String.format(Locale.ROOT, "%5.1f s", seconds);
    }
}
