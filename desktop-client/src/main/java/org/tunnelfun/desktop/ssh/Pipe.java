package org.tunnelfun.desktop.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * From one thread to another. Java's own pipes fail with "Read end dead" if bytes come while the
 * last reader's thread has ended and the next one has not read yet: a login over a jump host is
 * read by two threads, one after the other.
 */
final class Pipe extends OutputStream {
    private final int limit;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final Reader reader = new Reader();
    private int held;
    private int taken;
    private boolean ended;

    /**
     * @param limit the bytes that may wait; a writer waits beyond that
     */
    Pipe(int limit) {
        this.limit = limit;
    }

    /** The other end. */
    InputStream in() {
        return reader;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        while (held >= limit && !ended) {
            await();
        }
        if (ended) {
            throw new IOException("nobody reads any more");
        }
        if (length > 0) {
            byte[] piece = new byte[length];
            System.arraycopy(bytes, offset, piece, 0, length);
            pieces.add(piece);
            held += length;
            notifyAll();
        }
    }

    /** What waits can still be read. */
    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }

    private synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (pieces.isEmpty() && !ended) {
            await();
        }
        if (pieces.isEmpty()) {
            return -1;
        }
        byte[] piece = pieces.element();
        int some = Math.min(length, piece.length - taken);
        System.arraycopy(piece, taken, bytes, offset, some);
        taken += some;
        held -= some;
        if (taken == piece.length) {
            pieces.remove();
            taken = 0;
        }
        notifyAll();
        return some;
    }

    private void await() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private final class Reader extends InputStream {
        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return Pipe.this.read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return Pipe.this.read(bytes, offset, length);
        }

        @Override
        public int available() {
            synchronized (Pipe.this) {
                return held;
            }
        }

        @Override
        public void close() {
            Pipe.this.close();
        }
    }
}
