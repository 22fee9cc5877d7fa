package org.tunnelfun.desktop.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.tunnelfun.desktop.config.Forward.Target;

/** Connects to a target, by all its addresses, within a limit. */
final class TargetDialer {

    /** As long as JSch and many visitors wait. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    /** An address that does not answer must leave time for the next one. */
    private static final int SHARE_MS = 3_000;

    /** What an IPv4 address does not have. */
    private static final Pattern NAME = Pattern.compile("[^0-9.]");

    private TargetDialer() {}

    /**
     * @param each is given every socket before it connects, so that it can be closed meanwhile
     * @throws IOException with a sentence for people
     */
    static Socket dial(Target target, Consumer<Socket> each) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        IOException last = null;
        for (InetAddress address : addresses(target)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            // Targets are near: a proxy that the user's Java is told of is not for them.
            Socket socket = new Socket(Proxy.NO_PROXY);
            each.accept(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.setKeepAlive(true);
                socket.connect(
                        new InetSocketAddress(address, target.port()),
                        (int) Math.min(left, SHARE_MS));
                return socket;
            } catch (IOException failed) {
                socket.close();
                last = new IOException("no connection to " + target + ": " + why(failed), failed);
            }
        }
        throw last != null ? last : new IOException("no connection to " + target + ": no address");
    }

    /** An address, and the name of this machine, need no resolver that might hang. */
    private static List<InetAddress> addresses(Target target) throws IOException {
        String host = target.host();
        if (host.equals("localhost") || host.contains(":") || !NAME.matcher(host).find()) {
            return List.of(InetAddress.getAllByName(host));
        }
        try {
            return Names.addresses(host, LIMIT);
        } catch (LoginException unknown) {
            throw new IOException(unknown.getMessage(), unknown);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new IOException("no connection to " + target + ": the session ends", ended);
        }
    }

    private static String why(IOException failed) {
        return failed instanceof SocketTimeoutException
                ? "no answer"
                : Failures.unreachable(failed);
    }
}
