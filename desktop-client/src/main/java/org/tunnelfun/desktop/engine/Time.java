package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;

/** Both clocks, and the threads that wait for them; a test's fake plays hours in no time. */
public interface Time {

    /** The machine's own clocks and real threads. */
    static Time system() {
        return new SystemTime();
    }

    /** The wall clock: what people read, and what goes on during a suspend. */
    Instant wall();

    /** The monotonic clock in nanoseconds, of no fixed origin; it stands still during a suspend. */
    long nanos();

    /** A new loop with a thread of its own, named for logs and thread dumps. */
    Loop loop(String name);

    /** One thread that runs what is posted to it, in order. */
    interface Loop extends Executor, AutoCloseable {

        /** Runs {@code task} on the loop once {@code delay} has passed on the monotonic clock. */
        Timer after(Duration delay, Runnable task);

        /** Drops what has not run yet and ends the thread once the current task is done. */
        @Override
        void close();
    }

    /** A task that waits for its time. */
    interface Timer {
        /** Takes the task back; without effect once it has run. */
        void cancel();
    }
}
