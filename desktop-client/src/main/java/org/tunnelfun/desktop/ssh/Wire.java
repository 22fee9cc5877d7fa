package org.tunnelfun.desktop.ssh;

import java.io.Closeable;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.tunnelfun.desktop.engine.SshSession.Traffic;

/**
 * One connection to a server, with the counters that tell life from silence.
 *
 * <p>Read by one thread, written by any number; the counters may be asked from anywhere. {@link
 * #cut} never blocks and frees whoever is blocked in a read or a write.
 */
final class Wire {

    /** Four packets at a time: JSch alone reads each in two pieces, which is 1.4 times as slow. */
    private static final int READ_BUFFER = 128 * 1024;

    /** A write that takes longer than this was held up by the network, not by the scheduler. */
    private static final long BLOCKED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /**
     * Enough of what came first to find the banner after a greeting, or to tell people what
     * answered instead of an SSH server.
     */
    private static final int HEAD = 8 * 1024;

    private static final long NEVER = Long.MIN_VALUE;

    private final InputStream raw;
    private final InputStream in;
    private final OutputStream out;
    private final Closeable socket;
    private final InetSocketAddress local;
    private final InetSocketAddress peer;

    /** Whose send buffer follows the rate; none for a wire inside another one. */
    private Socket sized;

    private final AtomicLong read = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicBoolean cut = new AtomicBoolean();
    private final byte[] head = new byte[HEAD];
    private volatile int headLength;
    private volatile boolean ended;
    private boolean greeted;
    private volatile long writeStarted = NEVER;
    private volatile long lastBlocked = NEVER;

    private Wire(
            InputStream in,
            OutputStream out,
            Closeable socket,
            InetSocketAddress local,
            InetSocketAddress peer) {
        this.raw = new Counted(in);
        this.in = new ReadAhead(raw, READ_BUFFER);
        this.out = new Timed(out);
        this.socket = socket;
        this.local = local;
        this.peer = peer;
    }

    /** Takes over a connected socket. */
    static Wire over(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        Wire wire =
                new Wire(
                        socket.getInputStream(),
                        socket.getOutputStream(),
                        socket,
                        (InetSocketAddress) socket.getLocalSocketAddress(),
                        (InetSocketAddress) socket.getRemoteSocketAddress());
        wire.sized = socket;
        return wire;
    }

    /** A connection through this one, which is cut with it. */
    Wire inside(InputStream input, OutputStream output) {
        return new Wire(input, output, this::cut, local, peer);
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Our end of the connection; an address that can be lost. */
    InetSocketAddress local() {
        return local;
    }

    /** The other end of it: the server, a proxy or a jump host. */
    InetSocketAddress peer() {
        return peer;
    }

    /** The counters at this moment. */
    Traffic traffic() {
        long now = System.nanoTime();
        long started = writeStarted;
        long blocked = lastBlocked;
        long inWrite = started == NEVER ? 0 : Math.max(0, now - started);
        return new Traffic(
                read.get() + waiting(),
                written.get(),
                inWrite,
                inWrite >= BLOCKED_NANOS
                        ? 0
                        : blocked == NEVER ? Long.MAX_VALUE : Math.max(0, now - blocked));
    }

    /** Bytes in the socket that nobody has read yet: they count as heard. */
    private int waiting() {
        try {
            return cut.get() || ended ? 0 : raw.available();
        } catch (IOException closedMeanwhile) {
            return 0;
        }
    }

    /** Whether the other side, or the network, ended the connection. */
    boolean ended() {
        return ended;
    }

    /** Whether we did. */
    boolean wasCut() {
        return cut.get();
    }

    /** The first bytes that came, escaped and bounded; empty if none did. */
    String head() {
        return Untrusted.text(head, headLength, 200);
    }

    /** The identification string among them (RFC 4253 §4.2), escaped and bounded; empty if none. */
    String banner() {
        return new String(head, 0, headLength, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("SSH-"))
                .map(line -> Untrusted.text(line, 255))
                .findFirst()
                .orElse("");
    }

    /** Closes at once, whatever is under way. Idempotent. */
    void cut() {
        if (cut.compareAndSet(false, true)) {
            close();
        }
    }

    /** The same at JSch's wish, after a failure: nobody's decision, so it does not count as cut. */
    void close() {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            ended = true;
        }
    }

    private void keepHead(byte[] bytes, int offset, int length) {
        int room = Math.min(HEAD - headLength, length);
        if (room > 0) {
            System.arraycopy(bytes, offset, head, headLength, room);
            headLength += room;
        }
    }

    /** A server that talks for ever would keep the processor busy until the time is up. */
    private void refuseChatter() throws IOException {
        greeted = greeted || !banner().isEmpty();
        if (!greeted) {
            throw new IOException(HEAD + " bytes and no banner");
        }
    }

    private final class Counted extends FilterInputStream {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int n;
            try {
                n = in.read(bytes, offset, length);
            } catch (IOException e) {
                ended = !cut.get();
                throw e;
            }
            if (n < 0) {
                ended = !cut.get();
                return n;
            }
            keepHead(bytes, offset, n);
            if (read.addAndGet(n) >= HEAD) {
                refuseChatter();
            }
            return n;
        }
    }

    private final class Timed extends FilterOutputStream {
        private final SendBuffer sendBuffer = new SendBuffer();

        Timed(OutputStream out) {
            super(out);
        }

        private void measure(int length, long took) throws IOException {
            int size = sendBuffer.written(length, took, took >= BLOCKED_NANOS);
            if (size > 0 && sized != null) {
                sized.setSendBufferSize(size);
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            long started = System.nanoTime();
            writeStarted = started;
            try {
                out.write(bytes, offset, length);
                written.addAndGet(length);
                measure(length, System.nanoTime() - started);
            } catch (IOException e) {
                ended = !cut.get();
                throw e;
            } finally {
                writeStarted = NEVER;
                long now = System.nanoTime();
                if (now - started >= BLOCKED_NANOS) {
                    lastBlocked = now;
                }
            }
        }
    }
}
