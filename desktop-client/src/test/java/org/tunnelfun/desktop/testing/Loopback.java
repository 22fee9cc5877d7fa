package org.tunnelfun.desktop.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Looks at a port of this machine as a visitor does. */
public final class Loopback {
    private Loopback() {}

    /** The first line heard on 127.0.0.1, or what happened instead. */
    public static String banner(int port) {
        return banner("127.0.0.1", port, Duration.ofSeconds(2));
    }

    /**
     * The first line heard, or what happened instead: {@code nobody}, {@code silent}, {@code
     * closed}.
     *
     * @param within for the connect, and again for the line
     */
    public static String banner(String address, int port, Duration within) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), (int) within.toMillis());
            return line(socket, System.nanoTime() + within.toNanos());
        } catch (java.net.SocketTimeoutException late) {
            return "silent";
        } catch (java.net.ConnectException refused) {
            return "nobody";
        } catch (IOException reset) {
            return "closed";
        }
    }

    private static String line(Socket socket, long deadline) throws IOException {
        var heard = new java.io.ByteArrayOutputStream();
        while (heard.size() < 255) {
            // The time left before each read: a peer that drips bytes must not prolong it.
            long left = (deadline - System.nanoTime()) / 1_000_000;
            socket.setSoTimeout((int) Math.max(1, left));
            int b = socket.getInputStream().read();
            if (b < 0) {
                return "closed";
            }
            if (b == '\n') {
                break;
            }
            heard.write(b);
        }
        return heard.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
