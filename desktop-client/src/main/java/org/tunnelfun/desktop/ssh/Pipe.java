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
 *
 * <p>Whoever writes never waits: more is asked for only when something was read.
 */
final class Pipe extends OutputStream {

    /** A packet; what comes in crumbs takes no more memory than what comes in one piece. */
    private static final int PIECE = 32 * 1024;

    private final int limit;
    private final Credit credit;
    private final Deque<byte[]> pieces = new ArrayDeque<>();
    private final Reader reader = new Reader();

    /** Of the last piece. */
    private int filled = PIECE;

    /** Of the first one. */
    private int taken;

    private int held;
    private int owed;
    private boolean ended;

    /** Asks whoever sends for more. */
    interface Credit {
        void ask(int bytes) throws IOException;
    }

    /**
     * @param limit the bytes that may wait, which the sender knows; it is asked for as many as were
     *     read, some at a time
     */
    Pipe(int limit, Credit credit) {
        this.limit = limit;
        this.credit = credit;
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
        if (ended) {
            throw new IOException("nobody reads any more");
        }
        if (length > limit - held) {
            throw new IOException("more came than was asked for");
        }
        for (int done = 0; done < length; ) {
            if (filled == PIECE) {
                pieces.add(new byte[PIECE]);
                filled = 0;
            }
            int some = Math.min(length - done, PIECE - filled);
            System.arraycopy(bytes, offset + done, pieces.getLast(), filled, some);
            filled += some;
            done += some;
        }
        held += length;
        notifyAll();
    }

    /** What waits can still be read. */
    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
    }

    private int read(byte[] bytes, int offset, int length) throws IOException {
        int some;
        int due;
        synchronized (this) {
            if (length == 0) {
                return 0;
            }
            while (held == 0 && !ended) {
                await();
            }
            if (held == 0) {
                return -1;
            }
            some = take(bytes, offset, length);
            due = due(some);
        }
        if (due > 0) {
            ask(due);
        }
        return some;
    }

    private void ask(int bytes) {
        try {
            credit.ask(bytes);
        } catch (IOException senderIsGone) {
            close();
        }
    }

    private int take(byte[] bytes, int offset, int length) {
        int there = (pieces.size() == 1 ? filled : PIECE) - taken;
        int some = Math.min(length, there);
        System.arraycopy(pieces.getFirst(), taken, bytes, offset, some);
        taken += some;
        held -= some;
        if (taken == PIECE) {
            pieces.removeFirst();
            taken = 0;
        } else if (held == 0) {
            // The same piece anew.
            taken = 0;
            filled = 0;
        }
        return some;
    }

    private int due(int some) {
        owed += some;
        if (ended || owed < limit / 4) {
            return 0;
        }
        int due = owed;
        owed = 0;
        return due;
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
