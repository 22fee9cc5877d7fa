package org.tunnelfun.reaper.probe;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * A listener of our own that always answers with a banner. When a probe does not hear it, the fault
 * is on this machine, and nothing that was not heard in the same probe means anything.
 */
public final class Control implements AutoCloseable {
    private static final byte[] BANNER =
            "SSH-2.0-TunnelfunControl\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long PAUSE_NANOS = 5_000_000;

    private final List<ServerSocket> listeners = new ArrayList<>();

    /**
     * Starts answering on each loopback that this machine has.
     *
     * @throws IOException if not even IPv4's has a port left
     */
    public Control() throws IOException {
        listen("127.0.0.1");
        try {
            listen("::1");
        } catch (IOException e) {
            // Without IPv6 there is nothing to probe over IPv6 either.
            listeners.removeIf(ServerSocket::isClosed);
        }
    }

    private void listen(String loopback) throws IOException {
        ServerSocket listener = new ServerSocket(0, 16, InetAddress.getByName(loopback));
        listeners.add(listener);
        Thread thread = new Thread(() -> answer(listener), "control-" + loopback);
        thread.setDaemon(true);
        thread.start();
    }

    private static void answer(ServerSocket listener) {
        while (!listener.isClosed()) {
            try (Socket visitor = listener.accept()) {
                visitor.getOutputStream().write(BANNER);
            } catch (IOException e) {
                // Closed by us, a visitor that hung up early, or no descriptor left; being unheard
                // is what tells. Not at full speed, if it is the last of these.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** What to add to a probe. */
    public List<Probe.Target> targets() {
        return listeners.stream()
                .map(l -> new InetSocketAddress(l.getInetAddress(), l.getLocalPort()))
                .map(a -> new Probe.Target(a, false))
                .toList();
    }

    /** Whether the probe heard every answer. */
    public boolean heardIn(Map<InetSocketAddress, Heard> heard) {
        return targets().stream()
                .map(t -> heard.get(t.address()))
                .allMatch(h -> h != null && h.outcome() == Heard.Outcome.BANNER);
    }

    @Override
    public void close() throws IOException {
        for (ServerSocket listener : listeners) {
            listener.close();
        }
    }
}
