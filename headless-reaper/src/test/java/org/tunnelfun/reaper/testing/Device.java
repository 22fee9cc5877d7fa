package org.tunnelfun.reaper.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a forward leads to: a server on 127.0.0.1 that says something to each visitor, or nothing.
 */
public final class Device implements AutoCloseable {
    private final ServerSocket server =
            new ServerSocket(0, 256, InetAddress.getByName("127.0.0.1"));
    private final List<Socket> visitors = new CopyOnWriteArrayList<>();
    private final boolean hangsUp;
    private volatile byte[] says;

    private Device(String says) throws IOException {
        this(says, false);
    }

    private Device(String says, boolean hangsUp) throws IOException {
        this.hangsUp = hangsUp;
        this.says = bytes(says);
        Thread thread = new Thread(this::serve, "device");
        thread.setDaemon(true);
        thread.start();
    }

    /** One that is alive. */
    public static Device living() throws IOException {
        return new Device("SSH-2.0-Device\r\n");
    }

    /** One that takes visitors and never says a word. */
    public static Device mute() throws IOException {
        return new Device("");
    }

    /** One that hangs up on visitors without a word. */
    public static Device closing() throws IOException {
        return new Device("", true);
    }

    /** One that greets with a text of its own. */
    public static Device saying(String text) throws IOException {
        return new Device(text);
    }

    private void serve() {
        while (!server.isClosed()) {
            try {
                Socket visitor = server.accept();
                visitors.add(visitor);
                visitor.getOutputStream().write(says);
                if (hangsUp) {
                    visitor.close();
                }
            } catch (IOException gone) {
                // A visitor that hung up already, or the end of the test.
                continue;
            }
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** From now on it is alive, also for those who wait already. */
    public void wakeUp() throws IOException {
        says = bytes("SSH-2.0-Device\r\n");
        for (Socket visitor : visitors) {
            visitor.getOutputStream().write(says);
        }
    }

    /** Whether anybody ever came. */
    public boolean visited() {
        return !visitors.isEmpty();
    }

    /** Where it listens. */
    public int port() {
        return server.getLocalPort();
    }

    /** As {@code -R} wants it: {@code bind:port:127.0.0.1:…}; the bind address may be empty. */
    public String behind(String bind, int port) {
        return (bind.isEmpty() ? "" : bind + ":") + port + ":127.0.0.1:" + port();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket visitor : visitors) {
            visitor.close();
        }
    }
}
