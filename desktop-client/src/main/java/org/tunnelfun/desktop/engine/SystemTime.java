package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The real clocks; the one place where the engine reads them. */
final class SystemTime implements Time {
    private static final Logger LOG = LoggerFactory.getLogger(SystemTime.class);

    @Override
    public Instant wall() {
        return Instant.now();
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Loop loop(String name) {
        return new ThreadLoop(name);
    }

    private static final class ThreadLoop implements Loop {
        private final ScheduledThreadPoolExecutor executor;

        ThreadLoop(String name) {
            executor =
                    new ScheduledThreadPoolExecutor(
                            1,
                            task -> {
                                Thread thread = new Thread(task, name);
                                thread.setDaemon(true);
                                return thread;
                            });
            executor.setRemoveOnCancelPolicy(true);
        }

        @Override
        public void execute(Runnable task) {
            try {
                executor.execute(logged(task));
            } catch (RejectedExecutionException closed) {
                LOG.trace("posted to a loop that is closed");
            }
        }

        @Override
        public Timer after(Duration delay, Runnable task) {
            try {
                Future<?> future =
                        executor.schedule(logged(task), delay.toNanos(), TimeUnit.NANOSECONDS);
                return () -> future.cancel(false);
            } catch (RejectedExecutionException closed) {
                LOG.trace("scheduled on a loop that is closed");
                return () -> {};
            }
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }

        // A bug in one event must not end the loop: a tunnel that stops without a word is the
        // worst.
        private static Runnable logged(Runnable task) {
            return () -> {
                try {
                    task.run();
                } catch (RuntimeException bug) {
                    LOG.error("an event failed", bug);
                }
            };
        }
    }
}
