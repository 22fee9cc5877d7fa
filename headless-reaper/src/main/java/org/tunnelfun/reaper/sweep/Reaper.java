package org.tunnelfun.reaper.sweep;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.tunnelfun.reaper.config.ReaperConfig;

/**
 * Sweeps, waits, repeats; and rechecks ports when asked, from any thread.
 *
 * <p>One fair lock stands around every sweep, so that no two ever overlap. Whoever asks for a port
 * waits for the sweep under way and no longer; all who ask meanwhile share the next one, so that
 * many callers cannot hold up the sweeps of all.
 */
public final class Reaper {
    private final Sweep sweep;
    private final Supplier<ReaperConfig> config;
    private final Time time;
    private final BiConsumer<Report, Boolean> done;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final ReentrantLock napLock = new ReentrantLock();
    private final Condition woken = napLock.newCondition();
    private volatile Thread runner;
    private Batch waiting;
    private boolean stopped;
    private boolean wake;

    /** Ports that are asked about together. */
    private record Batch(Set<Integer> ports, CompletableFuture<Report> report) {}

    /**
     * Wires it.
     *
     * @param config asked anew before each sweep, for it may be reloaded
     * @param done is handed every report, and whether it is of all ports, on the sweeping thread
     */
    public Reaper(
            Sweep sweep,
            Supplier<ReaperConfig> config,
            Time time,
            BiConsumer<Report, Boolean> done) {
        this.sweep = sweep;
        this.config = config;
        this.time = time;
        this.done = done;
    }

    /** Sweeps until stopped; a stop also cuts the sweep under way short. */
    public void run() throws InterruptedException {
        runner = Thread.currentThread();
        try {
            while (!stopped()) {
                long started = time.nanos();
                sweep();
                nap(
                        Duration.ofSeconds(config.get().interval()).toNanos()
                                - (time.nanos() - started));
            }
        } catch (InterruptedException e) {
            if (!stopped()) {
                throw e;
            }
        }
    }

    /** One sweep of all ports now. */
    public Report sweep() throws InterruptedException {
        return locked(Optional::empty);
    }

    /** Probes a port now, and returns what was found, maybe beside other ports. */
    public Report recheck(int port) throws InterruptedException {
        Batch batch;
        boolean first;
        synchronized (this) {
            first = waiting == null;
            waiting = first ? new Batch(new TreeSet<>(), new CompletableFuture<>()) : waiting;
            waiting.ports.add(port);
            batch = waiting;
        }
        if (first) {
            lead(batch);
        }
        try {
            return batch.report.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the recheck failed", e.getCause());
        }
    }

    private void lead(Batch batch) throws InterruptedException {
        try {
            batch.report.complete(locked(() -> Optional.of(close(batch))));
        } finally {
            close(batch);
            // Without effect if it is complete; else nobody must wait for ever.
            batch.report.completeExceptionally(new IllegalStateException("the sweep broke off"));
        }
    }

    /** Who comes from now on shares the next batch. */
    private synchronized Set<Integer> close(Batch batch) {
        waiting = waiting == batch ? null : waiting;
        return Set.copyOf(batch.ports);
    }

    private Report locked(Supplier<Optional<Set<Integer>>> only) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            Optional<Set<Integer>> ports = only.get();
            Report report = sweep.run(config.get(), ports);
            done.accept(report, ports.isEmpty());
            return report;
        } finally {
            lock.unlock();
        }
    }

    /** Ends {@link #run}. */
    public void stop() {
        napLock.lock();
        try {
            stopped = true;
            woken.signalAll();
        } finally {
            napLock.unlock();
        }
        Optional.ofNullable(runner).ifPresent(Thread::interrupt);
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
