package org.tunnelfun.desktop.ssh;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What a visitor says first, shown to a pending self-check. */
final class FirstBytes {

    /** An identification string has no more (RFC 4253 §4.2). */
    private static final int MOST = 256;

    private final Arrivals arrivals;
    private final byte[] bytes = new byte[MOST];
    private final CountDownLatch done = new CountDownLatch(1);
    private int length;

    FirstBytes(Arrivals arrivals) {
        this.arrivals = arrivals;
    }

    /** Shows what came until it is known, the first line is over, or there is too much. */
    void add(Received.Piece piece) {
        if (over()) {
            return;
        }
        int n = Math.min(MOST - length, piece.length());
        System.arraycopy(piece.bytes(), piece.from(), bytes, length, n);
        length += n;
        if (arrivals.offer(bytes, length) || length == MOST || lineOver()) {
            end();
        }
    }

    /** Whether all that matters was shown. */
    boolean over() {
        return done.getCount() == 0;
    }

    /** Nothing more will come. */
    void end() {
        done.countDown();
    }

    /** Waits until all that matters was shown. */
    void await(long millis) throws InterruptedException {
        done.await(millis, TimeUnit.MILLISECONDS);
    }

    private boolean lineOver() {
        return bytes[length - 1] == '\n';
    }
}
