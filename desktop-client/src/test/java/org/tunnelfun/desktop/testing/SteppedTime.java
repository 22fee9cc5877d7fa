package org.tunnelfun.desktop.testing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.tunnelfun.desktop.engine.Time;

/** Both clocks in the test's hand, and loops that run when the test says so. */
public final class SteppedTime implements Time {

    private record Due(long at, Runnable task) {}

    private final Deque<Runnable> posted = new ArrayDeque<>();
    private final List<Due> timers = new ArrayList<>();
    private long nanos;
    private Instant wall = Instant.EPOCH;

    /** Runs what is due now. */
    public void run() {
        while (true) {
            Runnable task = posted.poll();
            if (task == null) {
                Due due =
                        timers.stream()
                                .filter(t -> t.at <= nanos)
                                .min(Comparator.comparingLong(Due::at))
                                .orElse(null);
                if (due == null) {
                    return;
                }
                timers.remove(due);
                task = due.task;
            }
            task.run();
        }
    }

    /** Both clocks go on, and what is due runs. */
    public void pass(Duration duration) {
        nanos += duration.toNanos();
        wall = wall.plus(duration);
        run();
    }

    /** Only the wall clock goes on, as on Linux in suspend. */
    public void sleep(Duration duration) {
        wall = wall.plus(duration);
    }

    @Override
    public Instant wall() {
        return wall;
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Loop loop(String name) {
        return new Loop() {
            private boolean closed;

            @Override
            public void execute(Runnable task) {
                posted.add(() -> runUnlessClosed(task));
            }

            @Override
            public Timer after(Duration delay, Runnable task) {
                Due due = new Due(nanos + delay.toNanos(), () -> runUnlessClosed(task));
                timers.add(due);
                return () -> timers.remove(due);
            }

            private void runUnlessClosed(Runnable task) {
                if (!closed) {
                    task.run();
                }
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }
}
