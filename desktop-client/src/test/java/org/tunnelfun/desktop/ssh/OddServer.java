package org.tunnelfun.desktop.ssh;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Listens on 127.0.0.1 and does to each visitor what no good SSH server does. */
final class OddServer implements Closeable {

    private final ServerSocket server;
    private final Behaviour behaviour;
    private final Queue<Socket> visitors = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closing = new CountDownLatch(1);

    /** What happens to a visitor; the connection is closed when it returns. */
    interface Behaviour {
        void meet(Socket visitor, OddServer self) throws IOException, InterruptedException;
    }

    OddServer(Behaviour behaviour) throws IOException {
        this.server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
        this.behaviour = behaviour;
        thread(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    int visitors() {
        return visitors.size();
    }

    /** Whether the visitor has hung up. */
    boolean isAlone() throws IOException {
        Socket visitor = visitors.element();
        visitor.setSoTimeout(50);
        try {
            return visitor.getInputStream().skip(1000) == 0 && visitor.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException stillThere) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Says nothing more, until the end of the test. */
    void stayOpen() throws InterruptedException {
        closing.await();
    }

    /** Says {@code text} one byte at a time, until the end of the test. */
    void drip(Socket visitor, String text) throws IOException, InterruptedException {
        for (int i = 0; !closing.await(50, TimeUnit.MILLISECONDS); i++) {
            visitor.getOutputStream().write(text.charAt(i % text.length()));
        }
    }

    static void say(Socket visitor, String text) throws IOException {
        visitor.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        visitor.getOutputStream().flush();
    }

    @Override
    public void close() throws IOException {
        closing.countDown();
        server.close();
        for (Socket visitor : visitors) {
            visitor.close();
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket visitor = server.accept();
            visitors.add(visitor);
            thread(
                    () -> {
                        try (visitor) {
                            behaviour.meet(visitor, this);
                        }
                    });
        }
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void thread(Work work) {
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                work.run();
                            } catch (IOException | InterruptedException closed) {
                                // A closed socket is how these threads are ended.
                                Thread.currentThread().interrupt();
                            }
                        },
                        "odd-server");
        thread.setDaemon(true);
        thread.start();
    }
}
