package org.tunnelfun.desktop.doctor;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Stands before a server as a path that loses big packets: of what the server says, its banner and
 * its KEXINIT come through, and then nothing more, while the connection stays.
 */
final class LossyRelay implements Closeable {

    private static final int MOST = 64 * 1024;

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final int to;

    LossyRelay(int to) throws IOException {
        this.to = to;
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket visitor = server.accept();
            Socket behind = new Socket(InetAddress.getByName("127.0.0.1"), to);
            sockets.addAll(List.of(visitor, behind));
            start(() -> visitor.getInputStream().transferTo(behind.getOutputStream()));
            start(() -> untilKeyExchange(behind.getInputStream(), visitor.getOutputStream()));
        }
    }

    private static void untilKeyExchange(InputStream from, OutputStream to) throws IOException {
        int c;
        do {
            c = from.read();
            to.write(c);
        } while (c != '\n');
        DataInputStream packets = new DataInputStream(from);
        int length = packets.readInt();
        if (length < 0 || length > MOST) {
            throw new IOException("no packet: " + length);
        }
        byte[] kexInit = packets.readNBytes(length);
        to.write(new byte[] {0, 0, (byte) (length >> 8), (byte) length});
        to.write(kexInit);
        to.flush();
        from.transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException closed) {
                                // A closed socket is how these threads are ended.
                                Thread.currentThread().interrupt();
                            }
                        },
                        "lossy-relay");
        thread.setDaemon(true);
        thread.start();
    }
}
