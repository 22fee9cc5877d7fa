package org.tunnelfun.reaper.probe;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.tunnelfun.reaper.judge.Escape;
import org.tunnelfun.reaper.probe.Heard.Outcome;

/** One connection of a probe. */
final class Call {
    private static final byte[] INTRODUCTION =
            "SSH-2.0-TunnelfunReaper\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final long NANOS_PER_MS = 1_000_000;

    private final Probe.Target target;
    private final SocketChannel channel;
    private final long started;
    private final BannerReader reader = new BannerReader();
    private final ByteBuffer introduction;
    private long connected = -1;

    Call(Probe.Target target, SocketChannel channel, long now) {
        this.target = target;
        this.channel = channel;
        this.started = now;
        this.introduction = ByteBuffer.wrap(target.introduce() ? INTRODUCTION : new byte[0]);
    }

    /** A channel ready to connect; fails if this process is out of descriptors. */
    static SocketChannel channel(Probe.Target target) throws IOException {
        return target.begun().isPresent() ? target.begun().get() : channel(target.address());
    }

    private static SocketChannel channel(InetSocketAddress address) throws IOException {
        boolean four = address.getAddress() instanceof Inet4Address;
        // Of its own family: a socket for both takes more of the kernel's time.
        SocketChannel channel =
                SocketChannel.open(
                        four ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        channel.configureBlocking(false);
        // Closed by RST: our end must not linger in TIME-WAIT on a port that a device may want.
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        return channel;
    }

    /** A connection for a {@link Probe.Target} that is to be under way already. */
    static SocketChannel begin(InetSocketAddress address) throws IOException {
        SocketChannel channel = channel(address);
        try {
            // A port now, so that it is known whose call it is before it is through.
            channel.bind(new InetSocketAddress(address.getAddress(), 0)).connect(address);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Begins; a failure is for {@link #failed}. */
    void connect(Selector selector, long now) throws IOException {
        // Over loopback the kernel has usually finished before it returns from the first call.
        boolean connected = target.begun().isEmpty() && channel.connect(target.address());
        boolean done = connected || channel.finishConnect();
        channel.register(selector, done ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, this);
        if (done) {
            connected(now);
        }
    }

    Probe.Target target() {
        return target;
    }

    long started() {
        return started;
    }

    /** Goes on as far as it can without waiting; the end, once there is one. */
    Optional<Heard> proceed(SelectionKey key, ByteBuffer buffer, long now) {
        try {
            if (key.isConnectable()) {
                channel.finishConnect();
                connected(now);
                key.interestOps(SelectionKey.OP_READ);
                return Optional.empty();
            }
            while (!reader.decided()) {
                int count = channel.read(buffer.clear());
                if (count < 0) {
                    return Optional.of(closed(now));
                }
                if (count == 0) {
                    return Optional.empty();
                }
                reader.read(buffer.flip());
            }
            return Optional.of(heard(reader.banner() ? Outcome.BANNER : Outcome.BYTES, now));
        } catch (IOException e) {
            return Optional.of(failed(e, now));
        }
    }

    private void connected(long now) {
        connected = now;
        try {
            // Shorter than any socket buffer; what does not fit is not worth waiting for.
            channel.write(introduction);
        } catch (IOException e) {
            // It hung up already. What it said before can still be read, and reading tells the end.
            introduction.clear();
        }
    }

    /** How it ends when the deadline comes. */
    Heard late(long now) {
        if (connected < 0) {
            return heard(Outcome.UNCONNECTED, now);
        }
        return heard(reader.bytes() > 0 ? Outcome.BYTES : Outcome.NOTHING, now);
    }

    /** A failure of ours, unless it is one that only the other side can cause. */
    Heard failed(IOException e, long now) {
        String text = String.valueOf(e.getMessage());
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("reset") || lower.contains("broken pipe")) {
            // Java has no type for ECONNRESET and EPIPE.
            return closed(now);
        }
        if (e instanceof ConnectException && connected < 0) {
            return heard(Outcome.REFUSED, now);
        }
        return localError(target, text, (now - started) / NANOS_PER_MS);
    }

    static Heard localError(Probe.Target target, String text, long waitedMs) {
        return new Heard(
                target.address(), Outcome.LOCAL_ERROR, -1, 0, waitedMs, Escape.text(text, 80));
    }

    private Heard closed(long now) {
        return heard(reader.bytes() > 0 ? Outcome.BYTES : Outcome.CLOSED, now);
    }

    private Heard heard(Outcome outcome, long now) {
        return new Heard(
                target.address(),
                outcome,
                connected < 0 ? -1 : (connected - started) / NANOS_PER_MS,
                reader.bytes(),
                (now - started) / NANOS_PER_MS,
                reader.said());
    }

    /** Hangs up. The selector gives the descriptor back at its next selection. */
    void close() throws IOException {
        channel.close();
    }
}
