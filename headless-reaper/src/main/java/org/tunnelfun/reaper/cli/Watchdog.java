package org.tunnelfun.reaper.cli;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a reaper whose sweeps hang, so that whoever supervises it starts a new one. Nothing that we
 * know hangs; a month unattended is for what we do not know.
 */
final class Watchdog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    /** Ten thousand silent ports through a window of fifty take half of this. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    task -> {
                        Thread thread = new Thread(task, "watchdog");
                        thread.setDaemon(true);
                        return thread;
                    });

    /**
     * Starts watching.
     *
     * @param lastSweep monotonic nanoseconds of the last sweep's end
     * @param now the same clock
     * @param interval between sweeps, at this moment
     */
    Watchdog(LongSupplier lastSweep, LongSupplier now, Supplier<Duration> interval) {
        timer.scheduleWithFixedDelay(
                () -> {
                    Duration idle = Duration.ofNanos(now.getAsLong() - lastSweep.getAsLong());
                    if (late(idle, interval.get())) {
                        LOG.error("no sweep has ended for {} s; exiting", idle.toSeconds());
                        Runtime.getRuntime().halt(Exit.FAILED);
                    }
                },
                1,
                1,
                TimeUnit.MINUTES);
    }

    static boolean late(Duration idle, Duration interval) {
        return idle.compareTo(PATIENCE.plus(interval.multipliedBy(3))) > 0;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
