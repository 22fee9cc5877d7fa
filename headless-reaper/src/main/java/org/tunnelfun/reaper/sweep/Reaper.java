package org.tunnelfun.reaper.sweep;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tunnelfun.reaper.config.ReaperConfig;

/**
 * Sweeps, waits, repeats; and rechecks a port when asked, from any thread.
 *
 * <p>One lock stands around every sweep, so that no two ever overlap. It is fair: who asks for a
 * port waits for the sweep under way and no longer.
 */
public final class Reaper {
    private final Sweep sweep;
    private final Supplier<ReaperConfig> config;
    private final Time time;
    private final Consumer<Report> done;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final ReentrantLock napLock = new ReentrantLock();
    private final Condition woken = napLock.newCondition();
    private boolean stopped;
    private boolean wake;

    /**
     * Wires it.
     *
     * @param config asked anew before each sweep, for it may be reloaded
     * @param done is handed every report, on the thread that swept
     */
    public Reaper(Sweep sweep, Supplier<ReaperConfig> config, Time time, Consumer<Report> done) {
        this.sweep = sweep;
        this.config = config;
        this.time = time;
        this.done = done;
    }

    /** Sweeps until stopped. */
    public void run() throws InterruptedException {
        while (!stopped()) {
            long started = time.nanos();
            sweep(OptionalInt.empty());
            nap(Duration.ofSeconds(config.get().interval()).toNanos() - (time.nanos() - started));
        }
    }

    /** One sweep now, of one port or of all. */
    public Report sweep(OptionalInt only) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Report report = sweep.run(config.get(), only);
            done.accept(report);
            return report;
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #run} after the sweep under way. */
    public void stop() {
        napLock.lock();
        try {
            stopped = true;
            woken.signalAll();
        } finally {
            napLock.unlock();
        }
    }

    /** Sweeps again at once, with the config that is current then. */
    public void wake() {
        napLock.lock();
        try {
            wake = true;
            woken.signalAll();
        } finally {
            napLock.unlock();
        }
    }

    private boolean stopped() {
        napLock.lock();
        try {
            return stopped;
        } finally {
            napLock.unlock();
        }
    }

    private void nap(long nanos) throws InterruptedException {
        napLock.lock();
        try {
            long left = nanos;
            while (left > 0 && !stopped && !wake) {
                left = woken.awaitNanos(left);
            }
            wake = false;
        } finally {
            napLock.unlock();
        }
    }
}
