package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that answers as one whose packets a firewall drops: Linux answers no connect once a
 * listener's queue of connections that nobody accepted is full. Needs no rights.
 */
final class FullListener implements Closeable {

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    private final List<Socket> queue = new ArrayList<>();

    FullListener() throws IOException {
        boolean full = false;
        for (int i = 0; i < 20 && !full; i++) {
            Socket socket = new Socket();
            queue.add(socket);
            try {
                socket.connect(server.getLocalSocketAddress(), 1_000);
            } catch (SocketTimeoutException dropped) {
                full = true;
            }
        }
        assertTrue(full, "the queue never was full");
    }

    int port() {
        return server.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : queue) {
            socket.close();
        }
        server.close();
    }
}
