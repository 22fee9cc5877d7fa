package org.tunnelfun.desktop.ssh;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of visitors. Hundreds must be cheap, so their stacks are small, and thousands of
 * short visits too, so they are used again, and a writer gets one only when there is something to
 * write.
 */
final class VisitorThreads implements ThreadFactory {

    /** Enough for encryption and logging with a wide margin; only what is touched costs memory. */
    private static final long STACK_BYTES = 256 * 1024;

    private static final String IDLE = "visitor idle";

    private static final ThreadPoolExecutor POOL =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    5,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    VisitorThreads::make);

    @Override
    public Thread newThread(Runnable task) {
        return new Lent(task);
    }

    /** Runs it now, on a thread of that name. */
    static void run(String name, Runnable task) {
        Thread lent = new Lent(task);
        lent.setName(name);
        lent.start();
    }

    private static Thread make(Runnable worker) {
        Thread thread = new Thread(null, worker, IDLE, STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }

    /** What JSch takes for a thread: it is only ever started. */
    private static final class Lent extends Thread {
        private final Runnable task;

        Lent(Runnable task) {
            this.task = task;
        }

        @Override
        public void start() {
            if (task instanceof ForwardedChannel) {
                // JSch would start the writer here, which starts by itself when it is needed.
                return;
            }
            POOL.execute(this::run);
        }

        @Override
        public void run() {
            try {
                Thread.currentThread().setName(getName());
                task.run();
            } finally {
                Thread.currentThread().setName(IDLE);
            }
        }
    }
}
