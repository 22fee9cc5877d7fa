package org.tunnelfun.reaper.probe;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * A listener of our own that always answers with a banner. When a probe does not hear it, the fault
 * is on this machine, and nothing that was not heard in the same probe means anything.
 *
 * <p>Any account of this machine may connect to it too, and whoever kept its queue full would keep
 * our own call out and every verdict unknown. So each probe has listeners of its own, on ports that
 * the kernel chooses; they are called in the same breath, answer nobody else, and end with that.
 */
public final class Control implements AutoCloseable {
    private static final byte[] BANNER =
            "SSH-2.0-TunnelfunControl\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long PAUSE_NANOS = 5_000_000;

    /** For strangers who come between the listening and our call, which is microseconds. */
    private static final int QUEUE = 128;

    private static final InetAddress FOUR = address(127, 0, 0, 1);
    private static final InetAddress SIX = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    private final boolean six;
    private volatile List<Line> lines = List.of();

    /**
     * Looks which loopbacks this machine has; nothing listens yet.
     *
     * @throws IOException if not even IPv4's has a port left
     */
    public Control() throws IOException {
        four().close();
        six = hasSix();
    }

    private static boolean hasSix() {
        try {
            line(SIX).close();
            return true;
        } catch (IOException e) {
            // Without IPv6 there is nothing to probe over IPv6 either.
            return false;
        }
    }

    /** Listens on new ports, and calls there; for one probe, which follows at once. */
    public void open() {
        close();
        List<Line> now = new ArrayList<>();
        try {
            now.add(four());
            if (six) {
                now.add(line(SIX));
            }
        } catch (BindException e) {
            // IPv6 has one loopback address only, and no port of it is left; or it was taken from
            // this machine. IPv4 tells how the machine is.
        } catch (IOException e) {
            // No descriptor left, for one.
            now.forEach(Line::close);
            now.clear();
        }
        lines = List.copyOf(now);
        lines.forEach(Control::serve);
    }

    /** A flood also leaves behind connections that block its address's ports for a minute. */
    private static Line four() throws IOException {
        try {
            return line(FOUR);
        } catch (BindException e) {
            // The whole net is this machine's, and too large to block.
            ThreadLocalRandom random = ThreadLocalRandom.current();
            return line(
                    address(
                            127,
                            random.nextInt(1, 255),
                            random.nextInt(256),
                            random.nextInt(1, 255)));
        }
    }

    private static Line line(InetAddress loopback) throws IOException {
        ServerSocket listener = new ServerSocket(0, QUEUE, loopback);
        try {
            var address = new InetSocketAddress(loopback, listener.getLocalPort());
            SocketChannel call = Call.begin(address);
            return new Line(listener, address, call, call.getLocalAddress());
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private static InetAddress address(int... bytes) {
        byte[] raw = new byte[bytes.length];
        for (int i = 0; i < raw.length; i++) {
            raw[i] = (byte) bytes[i];
        }
        try {
            return InetAddress.getByAddress(raw);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void serve(Line line) {
        Thread thread =
                new Thread(
                        () -> answer(line.listener, line.caller),
                        "control-" + line.address.getPort());
        thread.setDaemon(true);
        thread.start();
    }

    /** Until the caller came; whoever came before it goes without an answer. */
    static void answer(ServerSocket listener, SocketAddress caller) {
        while (!listener.isClosed()) {
            try (Socket visitor = listener.accept()) {
                if (visitor.getRemoteSocketAddress().equals(caller)) {
                    visitor.getOutputStream().write(BANNER);
                    listener.close();
                }
            } catch (IOException e) {
                // Closed by us, a visitor that hung up early, or no descriptor left; being unheard
                // is what tells. Not at full speed, if it is the last of these.
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** What to add to a probe. */
    public List<Probe.Target> targets() {
        return lines.stream()
                .map(l -> new Probe.Target(l.address, false, Optional.of(l.call)))
                .toList();
    }

    /** Whether the probe heard every answer. */
    public boolean heardIn(Map<InetSocketAddress, Heard> heard) {
        return !lines.isEmpty()
                && lines.stream()
                        .map(l -> heard.get(l.address))
                        .allMatch(h -> h != null && h.outcome() == Heard.Outcome.BANNER);
    }

    /** Ends the answering; what was heard can still be asked for. */
    @Override
    public void close() {
        lines.forEach(Line::close);
    }

    /**
     * Both ends.
     *
     * @param listener ours
     * @param address where that is
     * @param call to it, begun
     * @param caller where that comes from
     */
    private record Line(
            ServerSocket listener,
            InetSocketAddress address,
            SocketChannel call,
            SocketAddress caller) {

        void close() {
            try {
                call.close();
                listener.close();
            } catch (IOException e) {
                // They are gone either way.
            }
        }
    }
}
