package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Both clocks and every loop in one queue, run by the test: hours of outages in no time. */
final class FakeTime implements Time {
    private record Task(long at, long order, Runnable run, boolean[] cancelled) {}

    private final PriorityQueue<Task> tasks =
            new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingLong(Task::order));
    private long nanos = 1_000_000_000_000L;
    private Instant wall = Instant.parse("2026-01-01T00:00:00Z");
    private long orders;

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
            @Override
            public void execute(Runnable task) {
                add(Duration.ZERO, task);
            }

            @Override
            public Timer after(Duration delay, Runnable task) {
                boolean[] cancelled = add(delay, task);
                return () -> cancelled[0] = true;
            }

            @Override
            public void close() {
                // Tasks of a closed loop find their session ended and do nothing.
            }
        };
    }

    private boolean[] add(Duration delay, Runnable task) {
        boolean[] cancelled = {false};
        tasks.add(new Task(nanos + Math.max(0, delay.toNanos()), orders++, task, cancelled));
        return cancelled;
    }

    /** Runs all that is due until both clocks have moved on by this much. */
    void pass(Duration by) {
        long until = nanos + by.toNanos();
        while (!tasks.isEmpty() && tasks.peek().at() <= until) {
            Task task = tasks.poll();
            moveTo(task.at());
            if (!task.cancelled()[0]) {
                task.run().run();
            }
        }
        moveTo(until);
    }

    /** How many timers wait for their moment. */
    long timers() {
        return tasks.stream().filter(task -> !task.cancelled()[0]).count();
    }

    /** The process stands still: both clocks move on, and what was due is late. */
    void standStill(Duration by) {
        moveTo(nanos + by.toNanos());
        pass(Duration.ZERO);
    }

    private void moveTo(long to) {
        if (to > nanos) {
            wall = wall.plusNanos(to - nanos);
            nanos = to;
        }
    }
}
