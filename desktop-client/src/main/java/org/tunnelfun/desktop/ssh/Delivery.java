package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.RawChannel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way from the server to the target: takes what was received, writes it, gives credit. {@link
 * #run} is the visitor's writer; all else may be called from any thread.
 */
final class Delivery {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final RawChannel raw;
    private final Received received;
    private final TargetSocket target;
    private final FirstBytes firstBytes;
    private final IntConsumer count;
    private final Runnable startWriter;
    private boolean started;
    private boolean drained;
    private boolean done;
    private boolean closed;

    /**
     * @param firstBytes null: nobody wants to see them
     * @param count told of bytes that reached the target
     * @param startWriter must see to it that {@link #run} is called, without waiting for it
     */
    Delivery(
            RawChannel raw,
            Received received,
            TargetSocket target,
            FirstBytes firstBytes,
            IntConsumer count,
            Runnable startWriter) {
        this.raw = raw;
        this.received = received;
        this.target = target;
        this.firstBytes = firstBytes;
        this.count = count;
        this.startWriter = startWriter;
    }

    /** Something was received: from now on this visitor has a writer. On the reading thread. */
    void wake() {
        synchronized (this) {
            if (started) {
                return;
            }
            started = true;
        }
        startWriter.run();
    }

    /**
     * The server said that it has sent all. On the reading thread, which needs no writer for a
     * visitor that never said anything: it only tells the target, which does not block.
     */
    void endOfData() {
        boolean idle;
        synchronized (this) {
            if (done) {
                return;
            }
            idle = !started && firstBytes == null && target.connected();
            if (idle) {
                started = true;
                // Told first: who answers at once finds this way ended, and nobody has to wait.
                over(true);
            }
        }
        if (!idle) {
            wake();
            return;
        }
        try {
            target.endOutput();
        } catch (IOException already) {
            LOG.trace("the target had ended", already);
        }
    }

    /**
     * Delivers until the server's end of data, which it passes on.
     *
     * @throws IOException if the target takes no more
     */
    void run() throws IOException, InterruptedException {
        try {
            boolean all = deliver();
            if (all && received.complete()) {
                target.endOutput();
            }
            over(all);
        } finally {
            received.abort();
            if (firstBytes != null) {
                firstBytes.end();
            }
            over(false);
        }
    }

    private boolean deliver() throws IOException, InterruptedException {
        OutputStream out = null;
        for (Received.Piece p = received.take(); p != null; p = received.take()) {
            if (firstBytes != null) {
                firstBytes.add(p);
            }
            if (out == null) {
                out = target.awaitOutput();
            }
            if (out != null) {
                write(out, p);
            } else if (firstBytes == null || firstBytes.over()) {
                return false;
            }
        }
        return target.awaitOutput() != null;
    }

    private void write(OutputStream out, Received.Piece p) throws IOException {
        out.write(p.bytes(), p.from(), p.length());
        count.accept(p.length());
        int credit = received.written(p.length(), System.nanoTime());
        if (credit > 0) {
            raw.credit(credit);
        }
    }

    private synchronized void over(boolean all) {
        drained |= all;
        done = true;
        notifyAll();
    }

    /** The server closed the channel: nothing more will come. */
    void close() {
        received.end();
        synchronized (this) {
            closed = true;
            // Without a writer there is nothing left to deliver.
            drained |= !started;
            done |= !started;
            started = true;
            notifyAll();
        }
    }

    synchronized boolean closed() {
        return closed;
    }

    /** Whether this way has ended, so that our close is the next and last message. */
    synchronized boolean done() {
        return done;
    }

    /** Waits for the end of this way, or for the server's close. */
    synchronized void await() throws InterruptedException {
        while (!done && !closed) {
            wait();
        }
    }

    /**
     * Waits while what is left is still moving.
     *
     * @param patience milliseconds that the target may stand still
     */
    synchronized void awaitRest(long patience) throws InterruptedException {
        long left = Long.MAX_VALUE;
        while (!done && received.waiting() < left) {
            left = received.waiting();
            wait(patience);
        }
    }

    /**
     * Whether the target has all that was meant for it.
     *
     * @param closedProperly the session lives, so a close without an end of data is meant so
     */
    synchronized boolean intact(boolean closedProperly) {
        return drained && (closedProperly || received.complete());
    }
}
