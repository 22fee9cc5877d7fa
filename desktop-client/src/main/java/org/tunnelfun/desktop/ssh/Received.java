package org.tunnelfun.desktop.ssh;

import java.util.ArrayDeque;

/**
 * Bytes from the server that wait for the target. The session's reading thread puts, the visitor's
 * writer takes. Holds no more than the window that the server was granted.
 */
final class Received {

    /** Two packets: one write to the target serves both when it lags behind. */
    private static final int SEGMENT = 64 * 1024;

    /** A piece of what was received; valid until the next {@link #take}. */
    record Piece(byte[] bytes, int from, int length) {}

    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final int creditFrom;
    private Segment spare;
    private long allowed;
    private int written;
    private boolean ended;
    private boolean complete;

    /**
     * @param window bytes that the server may send before the first credit
     */
    Received(int window) {
        allowed = window;
        // Rarely enough to cost nothing, often enough for the server never to run dry.
        creditFrom = Math.max(1, Math.min(window / 8, 256 * 1024));
    }

    /**
     * Copies a packet's payload in.
     *
     * @return false if it exceeds the window; nothing is kept then
     */
    synchronized boolean put(byte[] bytes, int from, int length) {
        if (ended) {
            return true;
        }
        if (length > allowed) {
            return false;
        }
        allowed -= length;
        for (int left = length; left > 0; ) {
            int copied = tail().append(bytes, from + length - left, left);
            left -= copied;
        }
        notifyAll();
        return true;
    }

    /** The server said that it has sent all. */
    synchronized void endOfData() {
        complete |= !ended;
        end();
    }

    /** Whether the server said that it has sent all. */
    synchronized boolean complete() {
        return complete;
    }

    /** No more will be put; what is here is still given out. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Drops everything. */
    synchronized void abort() {
        segments.clear();
        end();
    }

    /** Waits for the next piece; null after the last one. */
    synchronized Piece take() throws InterruptedException {
        while (true) {
            Segment head = segments.peek();
            if (head != null && head.waiting() > 0) {
                return head.takeAll();
            }
            if (head != null && head.full()) {
                segments.remove();
                spare = head.emptied();
            } else if (ended) {
                return null;
            } else {
                if (head != null) {
                    head.emptied();
                }
                wait();
            }
        }
    }

    /**
     * Counts what reached the target.
     *
     * @return bytes that the server may send in addition from now on, and must be told of; mostly 0
     */
    synchronized int written(int bytes) {
        written += bytes;
        if (written < creditFrom || ended) {
            return 0;
        }
        int credit = written;
        written = 0;
        allowed += credit;
        return credit;
    }

    private Segment tail() {
        Segment tail = segments.peekLast();
        if (tail == null || tail.full()) {
            tail = spare != null ? spare : new Segment();
            spare = null;
            segments.add(tail);
        }
        return tail;
    }

    private static final class Segment {
        private final byte[] bytes = new byte[SEGMENT];
        private int from;
        private int to;

        int waiting() {
            return to - from;
        }

        boolean full() {
            return to == bytes.length;
        }

        int append(byte[] source, int at, int length) {
            int n = Math.min(length, bytes.length - to);
            System.arraycopy(source, at, bytes, to, n);
            to += n;
            return n;
        }

        Piece takeAll() {
            Piece piece = new Piece(bytes, from, to - from);
            from = to;
            return piece;
        }

        Segment emptied() {
            from = 0;
            to = 0;
            return this;
        }
    }
}
