package org.tunnelfun.desktop.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A target that says a line and then repeats whatever it hears. It can go down and come back on the
 * same port.
 */
public final class BannerTarget implements Closeable {

    /** What it says by default. */
    public static final String BANNER = "SSH-2.0-Target_1.0";

    private final String line;
    private final int port;
    private final AtomicInteger visitors = new AtomicInteger();
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile Thread accepting;

    private BannerTarget(String line, int port) {
        this.line = line;
        this.port = port;
    }

    /** A target that is up, on a free port of 127.0.0.1. */
    public static BannerTarget start() throws IOException {
        return saying(BANNER + "\r\n");
    }

    /** The same with another first line; empty: it says nothing. */
    public static BannerTarget saying(String line) throws IOException {
        BannerTarget target = new BannerTarget(line, FreePort.next());
        target.up();
        return target;
    }

    /** Where it listens, also while it is down. */
    public int port() {
        return port;
    }

    /** How many visitors came so far. */
    public int visitors() {
        return visitors.get();
    }

    /** Listens again after {@link #down}. */
    public void up() throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        open.add(server);
        accepting = start(() -> accept(server));
    }

    /** Stops listening and hangs up on all visitors. */
    public void down() throws IOException {
        closeAll();
        // The kernel goes on listening until the thread that waits for visitors has woken up.
        try {
            accepting.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeAll();
    }

    private void closeAll() throws IOException {
        for (Closeable one : open) {
            one.close();
            open.remove(one);
        }
    }

    @Override
    public void close() throws IOException {
        down();
    }

    private void accept(ServerSocket server) throws IOException {
        while (true) {
            Socket visitor = server.accept();
            open.add(visitor);
            visitors.incrementAndGet();
            start(() -> serve(visitor));
        }
    }

    private void serve(Socket visitor) throws IOException {
        try (visitor) {
            visitor.getOutputStream().write(line.getBytes(StandardCharsets.ISO_8859_1));
            visitor.getInputStream().transferTo(visitor.getOutputStream());
        } finally {
            open.remove(visitor);
        }
    }

    private Thread start(Work work) {
        Thread thread = new Thread(() -> untilClosed(work), "target-" + port);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void untilClosed(Work work) {
        try {
            work.run();
        } catch (IOException closed) {
            // A closed socket is how both threads are ended.
            Thread.currentThread().interrupt();
        }
    }

    private interface Work {
        void run() throws IOException;
    }
}
