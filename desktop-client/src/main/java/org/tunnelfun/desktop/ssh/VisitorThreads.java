package org.tunnelfun.desktop.ssh;

import java.util.concurrent.ThreadFactory;

/** JSch takes two threads per visitor from here: hundreds of them must be cheap. */
final class VisitorThreads implements ThreadFactory {

    /** Enough for encryption and logging with a wide margin; only what is touched costs memory. */
    private static final long STACK_BYTES = 256 * 1024;

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, "visitor", STACK_BYTES);
        thread.setDaemon(true);
        return thread;
    }
}
