package org.tunnelfun.desktop.ssh;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of visitors. Hundreds must be cheap, so their stacks are small, and thousands of
 * short visits too, so they are used again and keep the name of what they did last, and a writer
 * gets one only when there is something to write.
 */
final class VisitorThreads implements ThreadFactory {

    /** Enough for encryption and logging with a wide margin; only what is touched costs memory. */
    private static final long STACK_BYTES = 256 * 1024;

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

    /** Renames the current thread, which costs system calls. */
    private static void name(String name) {
        Thread thread = Thread.currentThread();
        if (!thread.getName().equals(name)) {
            thread.setName(name);
        }
    }

    /** Runs it now, on a thread of that name. */
    static void run(String name, Runnable task) {
        POOL.execute(
                () -> {
                    name(name);
                    task.run();
                });
    }

    private static Thread make(Runnable worker) {
        Thread thread = new Thread(null, worker, "visitor", STACK_BYTES);
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
            POOL.execute(this::run);
        }

        @Override
        public void run() {
            VisitorThreads.name(getName());
            task.run();
        }
    }
}
