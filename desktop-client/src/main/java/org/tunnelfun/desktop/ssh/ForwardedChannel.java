package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.ChannelForwardedTCPIP;
import com.jcraft.jsch.ForwardedTCPIPDaemon;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.RawChannel;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.tunnelfun.desktop.config.Forward;

/**
 * One visitor: flow control and half-close between a channel and the target.
 *
 * <p>Three threads meet here. The session's reading thread only puts bytes into {@link Received}
 * and never waits. The <em>writer</em> ({@link #write}) takes them out, writes them to the target
 * and gives the server credit. The channel's own thread ({@link #pump}) reads from the target
 * within the server's window, and is the one that ends the visit, once both directions are done.
 *
 * <p>Public with a public constructor, because JSch makes the instances, by name.
 */
public final class ForwardedChannel implements ForwardedTCPIPDaemon {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedChannel.class);

    /** What is sent right after a connect is here within this. */
    private static final long FIRST_BYTES_MS = 1_000;

    /** A visitor is gone for good: how long the target may take for each piece of the rest. */
    private static final long DRAIN_MS = 30_000;

    private final long since = System.nanoTime();
    private final ChannelThread thread =
            new ChannelThread(this::pump, this::neverConfirmed, this::closed);
    private final AtomicBoolean gaveBack = new AtomicBoolean();
    private ForwardedChannels owner;
    private volatile Visits visits;
    private Forward forward;
    private volatile RawChannel raw;
    private Received received;
    private volatile TargetSocket target;
    private FirstBytes firstBytes;
    private volatile Delivery delivery;
    private int window;
    private volatile boolean aborted;

    /** For JSch. */
    public ForwardedChannel() {}

    @Override
    public void setChannel(ChannelForwardedTCPIP channel, InputStream in, OutputStream out) {
        window = WindowBudget.SHARED.grant();
        received = new Received(window);
        try {
            OutputStream intake =
                    new Intake(received, this::arrived, this::tooMuch, this::endOfData);
            raw = new RawChannel(channel, intake, thread);
        } catch (JSchException ended) {
            leave();
            throw new IllegalStateException(ended);
        }
    }

    /** Runs on the channel's thread before the open is confirmed: what it throws refuses it. */
    @Override
    public void setArg(Object[] arg) {
        owner = (ForwardedChannels) arg[0];
        forward = (Forward) arg[1];
        target = new TargetSocket(forward.target());
        VisitorThreads.name("visitor " + forward.remote() + " reader");
        try {
            visits = owner.admit(forward, this);
            if (thread.taken()) {
                throw new IllegalStateException("the session ends");
            }
            if (owner.arrivals().expecting()) {
                firstBytes = new FirstBytes(owner.arrivals());
            }
            delivery =
                    new Delivery(raw, received, target, firstBytes, visits::in, this::startWriter);
            open();
        } catch (RuntimeException refused) {
            LOG.atLevel(visits.tellsRefusal(System.nanoTime()) ? Level.WARN : Level.DEBUG)
                    .log("forward={} visitor=refused reason=\"{}\"", remote(), reason(refused));
            leave();
            throw refused;
        }
    }

    private void open() {
        if (window == 0) {
            throw new IllegalStateException("no memory for another visitor");
        }
        raw.announce(window);
        if (firstBytes != null) {
            // Confirmed first, so that the nonce arrives even if the target does not answer.
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
            target.dial();
            visits.target("");
        } catch (IOException refused) {
            if (!ended()) {
                visits.target(Untrusted.text(refused.getMessage(), 200));
            }
            throw refused;
        }
    }

    /** For JSch, which would start the writer before there is anything to write. */
    @Override
    public void run() {
        // The reading thread starts it: Delivery.wake.
    }

    private void arrived() {
        raw.received();
        delivery.wake();
    }

    private void endOfData() {
        if (delivery != null) {
            delivery.endOfData();
        }
    }

    private void tooMuch() {
        String reason = "the server sent more than it may";
        LOG.warn("forward={} visitor=ended reason=\"{}\"", remote(), reason);
        abort();
    }

    /** The writer: from the server to the target. */
    private void write() {
        try {
            delivery.run();
        } catch (IOException broken) {
            LOG.debug("forward={} target takes no more: {}", remote(), reason(broken));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void startWriter() {
        VisitorThreads.run("visitor " + remote() + " writer", this::write);
    }

    /** The channel's own thread, once the open is confirmed. */
    private void pump() {
        try {
            if (!target.connected()) {
                dial();
            }
            toServer();
            if (!delivery.done()) {
                raw.sendEof();
            }
            awaitWriter();
        } catch (IOException broken) {
            LOG.debug("forward={} visit ends: {}", remote(), reason(broken));
            awaitFirstBytes();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
        }
    }

    /** The pump, which would tidy up, will never run. */
    private void neverConfirmed() {
        abort();
        leave();
    }

    /** The server, or the session's end, closed the channel. */
    private void closed() {
        if (!delivery.closed()) {
            raw.gone();
            delivery.close();
            target.endInput();
        }
    }

    private void toServer() throws IOException, InterruptedException {
        InputStream in = target.input();
        while (true) {
            int allowed = raw.awaitWindow();
            int n = allowed == 0 ? -1 : in.read(raw.payload(), RawChannel.PAYLOAD, allowed);
            if (n < 0 || ended()) {
                return;
            }
            raw.sendData(n);
            visits.out(n);
        }
    }

    /** The target has said all; the visitor may have more to say. */
    private void awaitWriter() throws IOException, InterruptedException {
        delivery.await();
        // Frees the server's side; what has arrived is still for the target, as long as it reads.
        raw.sendClose();
        delivery.awaitRest(DRAIN_MS);
    }

    private void awaitFirstBytes() {
        if (firstBytes == null || target.connected()) {
            return;
        }
        try {
            firstBytes.await(FIRST_BYTES_MS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void finish() {
        boolean closed = false;
        try {
            raw.sendClose();
            closed = true;
        } catch (IOException ended) {
            LOG.trace("forward={} session ended first", remote(), ended);
        }
        // Once the session is lost a close reaches nobody, even if sending it raised no error.
        end(closed && !aborted);
        leave();
    }

    private void leave() {
        if (gaveBack.compareAndSet(false, true)) {
            WindowBudget.SHARED.giveBack(window);
        }
        if (visits != null) {
            owner.left(visits, this);
        }
    }

    /** Ends the visit at once, from any thread, without sending anything: the session is lost. */
    void abort() {
        end(false);
    }

    private void end(boolean closedProperly) {
        aborted = true;
        RawChannel channel = raw;
        if (channel != null) {
            channel.gone();
        }
        received.abort();
        if (delivery != null) {
            delivery.close();
        }
        if (target == null) {
            return;
        }
        if (delivery == null || delivery.intact(closedProperly)) {
            target.close();
        } else {
            target.reset();
        }
    }

    /** When the visitor came, on the monotonic clock. */
    long since() {
        return since;
    }

    private boolean ended() {
        return aborted || delivery.closed();
    }

    private Object remote() {
        return forward.remote();
    }

    private static String reason(Exception e) {
        return Untrusted.text(Objects.toString(e.getMessage(), e.getClass().getSimpleName()), 200);
    }
}
