package org.tunnelfun.desktop.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports of both loopbacks, below the range of the source ports of connections. */
final class Ports {
    private Ports() {}

    static int free() throws DemoException {
        for (int attempt = 0; attempt < 200; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            if (isFree(port)) {
                return port;
            }
        }
        throw new DemoException("No free port between 20000 and 30000 on 127.0.0.1 and ::1.");
    }

    static boolean isFree(int port) {
        return free("127.0.0.1", port) && free("::1", port);
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
