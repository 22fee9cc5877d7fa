package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.ChannelForwardedTCPIP;
import com.jcraft.jsch.ForwardedTCPIPDaemon;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.RawChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.Forward;

/**
 * One visitor: flow control and half-close between a channel and the target.
 *
 * <p>Three threads meet here. The session's reading thread only puts bytes into {@link Received}
 * and never waits. The <em>writer</em> ({@link #run}) takes them out, writes them to the target and
 * gives the server credit. The channel's own thread ({@link #pump}) reads from the target within
 * the server's window, and is the one that ends the visit, once both directions are done.
 *
 * <p>Public with a public constructor, because JSch makes the instances, by name.
 */
public final class ForwardedChannel implements ForwardedTCPIPDaemon {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedChannel.class);

    /** What is sent right after a connect is here within this. */
    private static final long FIRST_BYTES_MS = 1_000;

    /** A visitor is gone for good: how long its last bytes may wait for the target to move on. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final long since = System.nanoTime();
    private ForwardedChannels owner;
    private Visits visits;
    private Forward forward;
    private RawChannel raw;
    private Received received;
    private FirstBytes firstBytes;
    private int window;

    /** All below: guarded by this. */
    private Socket target;

    private boolean connected;
    private boolean targetFailed;
    private boolean closedByServer;
    private boolean aborted;
    private boolean writerDone;
    private long movedAt = System.nanoTime();

    /** For JSch. */
    public ForwardedChannel() {}

    @Override
    public void setChannel(ChannelForwardedTCPIP channel, InputStream in, OutputStream out) {
        window = WindowBudget.SHARED.grant();
        received = new Received(window);
        try {
            raw = new RawChannel(channel, new FromServer(), new Pump());
        } catch (JSchException ended) {
            throw new IllegalStateException(ended);
        }
    }

    /** Runs on the channel's thread before the open is confirmed: what it throws refuses it. */
    @Override
    public void setArg(Object[] arg) {
        owner = (ForwardedChannels) arg[0];
        forward = (Forward) arg[1];
        Thread.currentThread().setName("visitor " + forward.remote() + " reader");
        visits = owner.admit(forward, this);
        try {
            open();
        } catch (RuntimeException refused) {
            leave();
            throw refused;
        }
    }

    private void open() {
        if (window == 0) {
            LOG.warn("forward={} visitor=refused reason=\"too many at once\"", forward.remote());
            throw new IllegalStateException("no memory for another visitor");
        }
        raw.announce(window);
        if (owner.arrivals().expecting()) {
            // Confirmed first, so that the nonce arrives even if the target does not answer.
            firstBytes = new FirstBytes(owner.arrivals());
            return;
        }
        try {
            dial();
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void dial() throws IOException {
        try {
            TargetDialer.dial(forward.target(), this::dialling);
        } catch (IOException refused) {
            if (!ended()) {
                LOG.info(
                        "forward={} visitor=refused reason=\"{}\"",
                        forward.remote(),
                        refused.getMessage());
                visits.target(refused.getMessage());
            }
            synchronized (this) {
                targetFailed = true;
                notifyAll();
            }
            throw refused;
        }
        visits.target("");
        synchronized (this) {
            connected = true;
            notifyAll();
        }
    }

    private synchronized void dialling(Socket socket) {
        target = socket;
        if (aborted) {
            closeTarget();
        }
    }

    /** The writer: from the server to the target. */
    @Override
    public void run() {
        Thread.currentThread().setName("visitor " + forward.remote() + " writer");
        try {
            fromServer();
        } catch (IOException broken) {
            LOG.debug("forward={} target takes no more", forward.remote(), broken);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            received.abort();
            if (firstBytes != null) {
                firstBytes.end();
            }
            synchronized (this) {
                writerDone = true;
                notifyAll();
            }
        }
    }

    private void fromServer() throws IOException, InterruptedException {
        OutputStream out = null;
        for (Received.Piece p = received.take(); p != null; p = received.take()) {
            if (firstBytes != null) {
                firstBytes.add(p);
            }
            if (out == null) {
                out = awaitTarget();
            }
            if (out == null) {
                if (firstBytes == null || firstBytes.over()) {
                    return;
                }
                continue;
            }
            out.write(p.bytes(), p.from(), p.length());
            moved();
            visits.in(p.length());
            int credit = received.written(p.length());
            if (credit > 0) {
                raw.credit(credit);
            }
        }
        if (firstBytes != null) {
            firstBytes.end();
        }
        if (awaitTarget() != null) {
            endOfData();
        }
    }

    /** Null: it cannot be reached. */
    private synchronized OutputStream awaitTarget() throws IOException, InterruptedException {
        while (!connected && !targetFailed && !aborted) {
            wait();
        }
        return connected && !aborted ? target.getOutputStream() : null;
    }

    private synchronized void endOfData() throws IOException {
        if (!aborted) {
            target.shutdownOutput();
        }
    }

    /** The channel's own thread, once the open is confirmed. */
    private void pump() {
        try {
            if (!isConnected()) {
                dial();
            }
            toServer();
            raw.sendEof();
            awaitWriter();
        } catch (IOException broken) {
            LOG.debug("forward={} visit ends early", forward.remote(), broken);
            awaitFirstBytes();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
        }
    }

    private void toServer() throws IOException, InterruptedException {
        InputStream in = target.getInputStream();
        byte[] packet = raw.payload();
        while (true) {
            int allowed = raw.awaitWindow();
            int n = allowed == 0 ? -1 : in.read(packet, raw.payloadAt(), allowed);
            if (n < 0 || ended()) {
                return;
            }
            raw.sendData(n);
            visits.out(n);
        }
    }

    /** The target has said all; the visitor may have more to say. */
    private void awaitWriter() throws IOException, InterruptedException {
        if (closedByServer()) {
            raw.sendClose();
        }
        synchronized (this) {
            while (!writerDone && !aborted) {
                if (!closedByServer) {
                    wait();
                } else {
                    long left = movedAt + DRAIN_NANOS - System.nanoTime();
                    if (left <= 0) {
                        return;
                    }
                    wait(1 + left / 1_000_000);
                }
            }
        }
    }

    private void awaitFirstBytes() {
        if (firstBytes == null || isConnected()) {
            return;
        }
        try {
            firstBytes.await(FIRST_BYTES_MS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish() {
        try {
            raw.sendClose();
        } catch (IOException ended) {
            LOG.trace("forward={} session ended first", forward.remote(), ended);
            resetTarget();
        }
        abort();
        leave();
    }

    private void leave() {
        WindowBudget.SHARED.giveBack(window);
        window = 0;
        owner.left(visits, this);
    }

    /** Ends the visit at once, from any thread, without sending anything. */
    synchronized void abort() {
        aborted = true;
        raw.gone();
        received.abort();
        closeTarget();
        notifyAll();
    }

    /** What was cut off in the middle must not look complete: a reset instead of an end of data. */
    private synchronized void resetTarget() {
        if (target == null || received.complete()) {
            return;
        }
        try {
            target.setSoLinger(true, 0);
        } catch (IOException already) {
            LOG.trace("forward={} target had ended", forward.remote(), already);
        }
    }

    private void closeTarget() {
        if (target == null) {
            return;
        }
        try {
            target.close();
        } catch (IOException odd) {
            LOG.debug("forward={} closing the target", forward.remote(), odd);
        }
    }

    /** When the visitor came, on the monotonic clock. */
    long since() {
        return since;
    }

    private synchronized boolean isConnected() {
        return connected;
    }

    private synchronized boolean closedByServer() {
        return closedByServer;
    }

    private synchronized boolean ended() {
        return aborted || closedByServer;
    }

    private synchronized void moved() {
        movedAt = System.nanoTime();
    }

    /** On the reading thread: the server closed the channel, or the session ended. */
    private synchronized void serverClosed() {
        if (closedByServer) {
            return;
        }
        closedByServer = true;
        movedAt = System.nanoTime();
        raw.gone();
        received.end();
        if (connected) {
            try {
                // Ends the pump's read; the writer may still deliver what has arrived.
                target.shutdownInput();
            } catch (IOException already) {
                LOG.trace("forward={} target had ended", forward.remote(), already);
            }
        } else {
            closeTarget();
        }
        notifyAll();
    }

    /** Where JSch's reading thread delivers. */
    private final class FromServer extends OutputStream {
        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            Objects.checkFromIndexSize(from, length, bytes.length);
            raw.received();
            if (!received.put(bytes, from, length)) {
                LOG.warn(
                        "forward={} visitor=ended reason=\"the server sent more than it may\"",
                        forward.remote());
                abort();
            }
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void close() {
            received.endOfData();
        }
    }

    /** Lends JSch's channel thread to {@link #pump}. */
    private final class Pump extends InputStream {
        @Override
        public int read(byte[] bytes, int from, int length) {
            pump();
            return -1;
        }

        @Override
        public int read() {
            return read(new byte[1], 0, 1);
        }

        @Override
        public void close() {
            serverClosed();
        }
    }
}
