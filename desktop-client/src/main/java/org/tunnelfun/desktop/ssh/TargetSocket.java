package org.tunnelfun.desktop.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.Forward.Target;

/**
 * A visitor's connection to the target: dialled once, awaited by the writer, ended from any thread.
 * Only {@link #dial} and {@link #awaitOutput} block.
 */
final class TargetSocket {

    private static final Logger LOG = LoggerFactory.getLogger(TargetSocket.class);

    private enum State {
        DIALLING,
        CONNECTED,
        FAILED,
        CLOSED
    }

    private final Target target;
    private State state = State.DIALLING;
    private Socket socket;

    TargetSocket(Target target) {
        this.target = target;
    }

    /**
     * @throws IOException with a sentence for people
     */
    void dial() throws IOException {
        try {
            TargetDialer.dial(target, this::trying);
            become(State.CONNECTED);
        } catch (IOException refused) {
            become(State.FAILED);
            throw refused;
        }
    }

    private synchronized void become(State next) {
        if (state == State.DIALLING) {
            state = next;
        }
        notifyAll();
    }

    private synchronized void trying(Socket next) {
        socket = next;
        if (state == State.CLOSED) {
            close();
        }
    }

    synchronized boolean connected() {
        return state == State.CONNECTED;
    }

    InputStream input() throws IOException {
        return socket.getInputStream();
    }

    /** Waits for the dialling to end; null: it cannot be reached. */
    synchronized OutputStream awaitOutput() throws IOException, InterruptedException {
        while (state == State.DIALLING) {
            wait();
        }
        return connected() ? socket.getOutputStream() : null;
    }

    /** Tells the target that nothing more will come. */
    synchronized void endOutput() throws IOException {
        if (connected()) {
            socket.shutdownOutput();
        }
    }

    /** Ends a read that is under way, or the dialling; what is being written goes on. */
    synchronized void endInput() {
        if (!connected()) {
            close();
            return;
        }
        try {
            socket.shutdownInput();
        } catch (IOException already) {
            LOG.trace("target {} had ended", target, already);
        }
    }

    /** What was cut off in the middle must not look complete: a reset instead of an end of data. */
    synchronized void reset() {
        try {
            if (connected()) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException already) {
            LOG.trace("target {} had ended", target, already);
        }
        close();
    }

    /** Idempotent; frees whoever reads, writes, dials or waits. */
    synchronized void close() {
        state = State.CLOSED;
        notifyAll();
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException odd) {
            LOG.debug("closing the connection to {}", target, odd);
        }
    }
}
