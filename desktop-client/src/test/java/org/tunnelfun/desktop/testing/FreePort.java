package org.tunnelfun.desktop.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that nobody listens on. Below the range from which the system takes the source ports of
 * connections, so that no probe can sit on one.
 */
public final class FreePort {
    private FreePort() {}

    /** A port free on both loopbacks at this moment. */
    public static int next() {
        for (int i = 0; i < 1000; i++) {
            int port = ThreadLocalRandom.current().nextInt(10_000, 32_000);
            if (free("127.0.0.1", port) && free("::1", port)) {
                return port;
            }
        }
        throw new AssertionError("no free port between 10000 and 32000");
    }

    private static boolean free(String address, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(address), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
