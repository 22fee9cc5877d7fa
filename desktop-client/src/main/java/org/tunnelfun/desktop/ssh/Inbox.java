package org.tunnelfun.desktop.ssh;

import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What a channel receives, with reads that have a deadline. JSch's pipes have none, and a full one
 * would stop the whole session: this never blocks the writer, and drops what is beyond its limit:
 * the newest, or, where both ends are kept, the middle.
 */
final class Inbox extends OutputStream {

    private final int limit;
    private final int newestLimit;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final Deque<byte[]> newest = new ArrayDeque<>();
    private int held;
    private int newestHeld;
    private boolean ended;

    /**
     * @param limit the most bytes that are kept for the reader
     */
    Inbox(int limit) {
        this(limit, 0);
    }

    private Inbox(int limit, int newestLimit) {
        this.limit = limit;
        this.newestLimit = newestLimit;
    }

    /**
     * One that keeps half of {@code limit} of what came first and as much of what came last: a
     * shell may say much before a command begins, and the command much after that.
     */
    static Inbox ofBothEnds(int limit) {
        return new Inbox(limit / 2, limit / 2);
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        // Once something waits behind a gap, what comes goes behind it.
        int kept = newest.isEmpty() ? Math.min(length, limit - held) : 0;
        if (kept > 0) {
            pieces.add(Arrays.copyOfRange(bytes, offset, offset + kept));
            held += kept;
            notifyAll();
        }
        int rest = Math.min(length - kept, newestLimit);
        if (rest > 0) {
            while (newestHeld + rest > newestLimit) {
                newestHeld -= newest.remove().length;
            }
            newest.add(Arrays.copyOfRange(bytes, offset + length - rest, offset + length));
            newestHeld += rest;
            notifyAll();
        }
    }

    /** The channel ended, or its sender did. */
    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }

    /** Ends a wait under way before its time; the reader looks at the world anew. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Takes what is there, or waits for something to change until {@code deadline}.
     *
     * @param deadline in the sense of {@link System#nanoTime}
     * @return nothing if nothing came, or the wait was ended by {@link #wake} or {@link #close}
     */
    synchronized byte[] take(long deadline) throws InterruptedException {
        long left = deadline - System.nanoTime();
        if (isEmpty() && !ended && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        if (isEmpty()) {
            return new byte[0];
        }
        if (pieces.isEmpty()) {
            newestHeld -= newest.element().length;
            return newest.remove();
        }
        held -= pieces.element().length;
        return pieces.remove();
    }

    private boolean isEmpty() {
        return pieces.isEmpty() && newest.isEmpty();
    }

    /** Whether nothing more will come. */
    synchronized boolean isEnded() {
        return ended && isEmpty();
    }
}
