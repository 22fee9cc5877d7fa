package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.RawChannel;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One visitor: flow control and half-close between a channel and the target.
 *
 * <p>Three threads meet here. The session's reading thread only puts bytes into {@link Received}
 * and never waits. The <em>writer</em> ({@link #write}) takes them out, writes them to the target
 * and gives the server credit. The visitor's own thread ({@link #serve}) dials, reads from the
 * target within the server's window, and is the one that ends the visit, once both directions are
 * done.
 */
final class ForwardedChannel implements RawChannel.Receiver {

    private static final Logger LOG = LoggerFactory.getLogger(ForwardedChannel.class);

    /** What is sent right after a connect is here within this. */
    private static final long FIRST_BYTES_MS = 1_000;

    /** A visitor is gone for good: how long the target may take for each piece of the rest. */
    private static final long DRAIN_MS = 30_000;

    private final long since = System.nanoTime();
    private final ForwardedChannels owner;
    private final Visits visits;
    private final RawChannel raw;
    private final int window = WindowBudget.SHARED.grant();
    private final Received received = new Received(window);
    private final TargetSocket target;
    private final FirstBytes firstBytes;
    private final Delivery delivery;
    private volatile boolean aborted;

    /** On the session's reading thread. */
    ForwardedChannel(ForwardedChannels owner, Visits visits, RawChannel raw) {
        this.owner = owner;
        this.visits = visits;
        this.raw = raw;
        target = new TargetSocket(visits.forward().target());
        firstBytes = owner.arrivals().expecting() ? new FirstBytes(owner.arrivals()) : null;
        delivery = new Delivery(raw, received, target, firstBytes, visits::in, this::startWriter);
    }

    /** The whole visit; on the visitor's own thread. */
    void serve() {
        try {
            open();
        } catch (IOException | RuntimeException refused) {
            refuse(refused);
            return;
        }
        pump();
    }

    private void refuse(Exception why) {
        if (!aborted) {
            LOG.atLevel(visits.tellsRefusal(System.nanoTime()) ? Level.WARN : Level.DEBUG)
                    .log("forward={} visitor=refused reason=\"{}\"", remote(), reason(why));
        }
        raw.refuse();
        end(false);
        leave();
    }

    private void open() throws IOException {
        if (window == 0) {
            throw new IOException("no memory for another visitor");
        }
        // Otherwise confirmed first, so that the nonce arrives even if the target does not answer.
        if (firstBytes == null) {
            dial();
        }
        raw.confirm(window);
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

    @Override
    public void data(byte[] bytes, int from, int length) {
        if (received.put(bytes, from, length)) {
            delivery.wake();
            return;
        }
        LOG.warn("forward={} visitor=ended reason=\"the server sent more than it may\"", remote());
        abort();
    }

    @Override
    public void endOfData() {
        received.endOfData();
        delivery.endOfData();
    }

    /** The server, or the session's end, closed the channel. */
    @Override
    public void closed() {
        if (!delivery.closed()) {
            raw.gone();
            delivery.close();
            target.endInput();
        }
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
        VisitorThreads.run(visits.writer(), this::write);
    }

    /** Once the open is confirmed. */
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
        } catch (IOException | RuntimeException broken) {
            LOG.debug("forward={} visit ends: {}", remote(), reason(broken));
            awaitFirstBytes();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            finish();
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

    /** There is no thread for it. */
    void neverServed() {
        end(false);
        leave();
    }

    private void leave() {
        raw.forget();
        WindowBudget.SHARED.giveBack(window);
        owner.left(this);
    }

    /** Ends the visit at once, from any thread, without sending anything: the session is lost. */
    void abort() {
        end(false);
    }

    private void end(boolean closedProperly) {
        aborted = true;
        raw.gone();
        received.abort();
        delivery.close();
        if (delivery.intact(closedProperly)) {
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

    Visits visits() {
        return visits;
    }

    private Object remote() {
        return visits.forward().remote();
    }

    private static String reason(Exception e) {
        return Untrusted.text(Objects.toString(e.getMessage(), e.getClass().getSimpleName()), 200);
    }
}
