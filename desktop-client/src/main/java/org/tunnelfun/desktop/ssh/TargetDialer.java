package org.tunnelfun.desktop.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward.Target;

/** Connects to a target, by all its addresses, within a limit. */
final class TargetDialer {

    /** As JSch and most visitors: who waits longer has given up. */
    private static final int LIMIT_MS = 10_000;

    /** An address that does not answer must leave time for the next one. */
    private static final int SHARE_MS = 3_000;

    private TargetDialer() {}

    /**
     * @param each is given every socket before it connects, so that it can be closed meanwhile
     * @throws IOException with a sentence for people
     */
    static Socket dial(Target target, Consumer<Socket> each) throws IOException {
        long deadline = System.nanoTime() + LIMIT_MS * 1_000_000L;
        IOException last = new IOException(target.host() + " has no address");
        for (InetAddress address : addresses(target)) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                break;
            }
            Socket socket = new Socket();
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
                last = new IOException(target + ": " + sentence(failed), failed);
            }
        }
        throw last;
    }

    private static InetAddress[] addresses(Target target) throws IOException {
        try {
            return InetAddress.getAllByName(target.host());
        } catch (UnknownHostException unknown) {
            throw new IOException(target.host() + ": unknown host", unknown);
        }
    }

    private static String sentence(IOException failed) {
        if (failed instanceof SocketTimeoutException) {
            return "no answer";
        }
        return failed.getMessage() == null
                ? failed.getClass().getSimpleName()
                : failed.getMessage();
    }
}
