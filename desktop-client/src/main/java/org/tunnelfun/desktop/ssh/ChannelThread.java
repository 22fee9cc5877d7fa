package org.tunnelfun.desktop.ssh;

import java.io.InputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lends the thread on which JSch would copy this stream into a channel to a task of ours, once the
 * open is confirmed. JSch closes the stream with the channel, or with the session.
 */
final class ChannelThread extends InputStream {

    private final Runnable task;
    private final Runnable neverLent;
    private final Runnable closed;
    private final AtomicBoolean taken = new AtomicBoolean();

    /**
     * @param neverLent runs instead of the task if the channel ends before that
     * @param closed runs when the channel ends later, also during or after the task
     */
    ChannelThread(Runnable task, Runnable neverLent, Runnable closed) {
        this.task = task;
        this.neverLent = neverLent;
        this.closed = closed;
    }

    /** Whether the task has begun, or never will. */
    boolean taken() {
        return taken.get();
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
        if (taken.compareAndSet(false, true)) {
            task.run();
        }
        return -1;
    }

    @Override
    public int read() {
        return read(new byte[1], 0, 1);
    }

    @Override
    public void close() {
        (taken.compareAndSet(false, true) ? neverLent : closed).run();
    }
}
