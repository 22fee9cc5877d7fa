package org.tunnelfun.desktop.ssh;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Bytes from the server that wait for the target. The session's reading thread puts, the visitor's
 * writer takes. Holds no more than the window that the server was granted.
 */
final class Received {

    /**
     * What is not credited yet is lacking on a long way, where credit is therefore given for
     * little. A server that is near fills a window in less than this time, and is told less often.
     */
    static final long APART_NANOS = 3_000_000;

    /** A piece of what was received; valid until the next {@link #take}. */
    record Piece(byte[] bytes, int from, int length) {}

    private final ArrayDeque<Segment> segments = new ArrayDeque<>();

    private final int least;
    private final int most;
    private long credited;
    private long allowed;
    private long waiting;
    private int written;
    private boolean ended;
    private boolean complete;

    /** What the reading thread copies into at this moment. */
    private Segment filling;

    /** Only the writer's. */
    private final Gathering gathering = new Gathering();

    private int last;

    /**
     * @param window bytes that the server may send before the first credit
     */
    Received(int window) {
        allowed = window;
        most = Math.max(1, Math.min(window / 4, 1024 * 1024));
        least = Math.max(1, Math.min(window / 16, 256 * 1024));
    }

    /**
     * Copies a packet's payload in.
     *
     * @return false if it exceeds the window; nothing is kept then
     */
    boolean put(byte[] bytes, int from, int length) {
        synchronized (this) {
            if (ended) {
                return true;
            }
            if (length > allowed) {
                return false;
            }
            allowed -= length;
        }
        int at = from;
        while (at < from + length && room()) {
            // Without the lock: a writer that came meanwhile would have to be put to sleep.
            int n = filling.copy(bytes, at, from + length - at);
            filled(n);
            at += n;
        }
        return true;
    }

    private synchronized boolean room() {
        if (ended) {
            return false;
        }
        filling = segments.peekLast();
        if (filling == null || filling.full()) {
            filling = Segment.next();
            segments.add(filling);
        }
        return true;
    }

    private synchronized void filled(int bytes) {
        if (filling == segments.peekLast()) {
            filling.add(bytes);
            waiting += bytes;
            notifyAll();
        }
        filling = null;
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

    /** Drops everything. Not while a piece is in use, but by the one who uses it. */
    synchronized void abort() {
        segments.clear();
        waiting = 0;
        end();
    }

    /** Waits for the next piece; null after the last one. For one thread only. */
    Piece take() throws InterruptedException {
        if (last > 0 && dry()) {
            long nap = gathering.nanos(last);
            if (nap > 0) {
                LockSupport.parkNanos(this, nap);
                gathering.napped(waiting());
            }
        }
        Piece piece = next();
        last = piece == null ? 0 : piece.length();
        return piece;
    }

    private synchronized boolean dry() {
        return waiting == 0 && !ended;
    }

    /** Bytes that nobody has taken yet. */
    synchronized long waiting() {
        return waiting;
    }

    private synchronized Piece next() throws InterruptedException {
        Segment head = head();
        while (head == null && !ended) {
            wait();
            head = head();
        }
        if (head == null) {
            return null;
        }
        Piece piece = head.takeAll();
        waiting -= piece.length();
        return piece;
    }

    /** The first segment that has something; the writer is done with what it took before. */
    private Segment head() {
        Segment head = segments.peek();
        if (head == null || head.waiting() > 0) {
            return head;
        }
        if (head == filling) {
            return null;
        }
        segments.remove();
        head.recycle();
        return segments.peek();
    }

    /**
     * Counts what reached the target.
     *
     * @param nanos of the monotonic clock
     * @return bytes that the server may send in addition from now on, and must be told of; mostly 0
     */
    synchronized int written(int bytes, long nanos) {
        written += bytes;
        boolean due = written >= least && nanos - credited >= APART_NANOS || written >= most;
        if (!due || ended) {
            return 0;
        }
        credited = nanos;
        int credit = written;
        written = 0;
        allowed += credit;
        return credit;
    }
}
