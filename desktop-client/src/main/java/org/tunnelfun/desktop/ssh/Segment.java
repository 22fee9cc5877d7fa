package org.tunnelfun.desktop.ssh;

import java.util.ArrayDeque;
import org.tunnelfun.desktop.ssh.Received.Piece;

/** A part of a queue of bytes: filled from the front, emptied behind that, and used again. */
final class Segment {

    /** Two packets: one write to a target that lags behind serves both. */
    static final int SIZE = 64 * 1024;

    /**
     * Of all visitors together: enough for the windows of some that are busy at once. What is spare
     * beyond that is left to the garbage collector, which works the more the less this is.
     */
    private static final int SPARE =
            (int) Math.min(128, Runtime.getRuntime().maxMemory() / 16 / SIZE);

    private static final ArrayDeque<Segment> POOL = new ArrayDeque<>(SPARE);

    private final byte[] bytes = new byte[SIZE];
    private int from;
    private int to;

    private Segment() {}

    /** An empty one. */
    static Segment next() {
        synchronized (POOL) {
            Segment spare = POOL.poll();
            return spare != null ? spare : new Segment();
        }
    }

    /** Nobody may use it or pieces of it any more. */
    void recycle() {
        from = 0;
        to = 0;
        synchronized (POOL) {
            if (POOL.size() < SPARE) {
                POOL.push(this);
            }
        }
    }

    int waiting() {
        return to - from;
    }

    boolean full() {
        return to == bytes.length;
    }

    /** Copies in what fits, and says how much that was; nobody sees it before {@link #add}. */
    int copy(byte[] source, int at, int length) {
        int n = Math.min(length, bytes.length - to);
        System.arraycopy(source, at, bytes, to, n);
        return n;
    }

    /** What was copied waits from now on. */
    void add(int copied) {
        to += copied;
    }

    /** All that waits; it stays where it is until {@link #recycle}. */
    Piece takeAll() {
        Piece piece = new Piece(bytes, from, to - from);
        from = to;
        return piece;
    }
}
