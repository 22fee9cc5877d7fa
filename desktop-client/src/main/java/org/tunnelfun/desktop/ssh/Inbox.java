package org.tunnelfun.desktop.ssh;

import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * What a channel receives, with reads that have a deadline. JSch's pipes have none, and a full one
 * would stop the whole session: this never blocks the writer, and drops what is beyond its limit.
 */
final class Inbox extends OutputStream {

    private final int limit;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private int held;
    private boolean ended;

    /**
     * @param limit the most bytes that are kept for the reader
     */
    Inbox(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        int kept = Math.min(length, limit - held);
        if (kept > 0) {
            pieces.add(Arrays.copyOfRange(bytes, offset, offset + kept));
            held += kept;
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
        if (pieces.isEmpty() && !ended && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        byte[] piece = pieces.poll();
        if (piece == null) {
            return new byte[0];
        }
        held -= piece.length;
        return piece;
    }

    /** Whether nothing more will come. */
    synchronized boolean isEnded() {
        return ended && pieces.isEmpty();
    }
}
