package org.tunnelfun.desktop.testing;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy that speaks CONNECT and SOCKS 5, whichever comes, with or without a password. */
public final class FakeProxy implements Closeable {

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getByName("127.0.0.1"));
    private final String user;
    private final String password;
    private volatile boolean denying;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /**
     * @param user who may use it; empty: everybody
     */
    public FakeProxy(String user, String password) throws IOException {
        this.user = user;
        this.password = password;
        thread(this::accept);
    }

    /** From now on it leads nowhere. */
    public FakeProxy denying() {
        denying = true;
        return this;
    }

    /** Where it listens on 127.0.0.1. */
    public int port() {
        return server.getLocalPort();
    }

    /** Where it was asked to lead, each {@code host:port}. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket visitor = server.accept();
                thread(
                        () -> {
                            try (visitor) {
                                meet(visitor);
                            } catch (IOException gone) {
                                Thread.currentThread().interrupt();
                            }
                        });
            }
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "fake-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void meet(Socket visitor) throws IOException {
        DataInputStream in = new DataInputStream(visitor.getInputStream());
        OutputStream out = visitor.getOutputStream();
        int first = in.read();
        String target = first == 5 ? socks(in, out) : http(in, out);
        if (target.isEmpty()) {
            return;
        }
        asked.add(target);
        if (denying) {
            out.write(
                    first == 5
                            ? new byte[] {5, 2, 0, 1, 0, 0, 0, 0, 0, 0}
                            : "HTTP/1.1 403 Forbidden\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return;
        }
        int colon = target.lastIndexOf(':');
        try (Socket there =
                new Socket(
                        target.substring(0, colon),
                        Integer.parseInt(target.substring(colon + 1)))) {
            out.write(
                    first == 5
                            ? new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0}
                            : "HTTP/1.1 200 OK\r\nServer: fake\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            thread(() -> copy(there, visitor));
            in.transferTo(there.getOutputStream());
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to;
                InputStream in = from.getInputStream()) {
            in.transferTo(to.getOutputStream());
        } catch (IOException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private String http(DataInputStream in, OutputStream out) throws IOException {
        StringBuilder header = new StringBuilder();
        while (header.indexOf("\r\n\r\n") < 0) {
            header.append((char) in.readByte());
        }
        String both = Base64.getEncoder().encodeToString((user + ":" + password).getBytes());
        if (!user.isEmpty() && !header.toString().contains("Proxy-Authorization: Basic " + both)) {
            out.write("HTTP/1.1 407 Who are you\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            return "";
        }
        return header.toString().split(" ")[1];
    }

    private String socks(DataInputStream in, OutputStream out) throws IOException {
        byte[] methods = new byte[in.readUnsignedByte()];
        in.readFully(methods);
        out.write(new byte[] {5, (byte) (user.isEmpty() ? 0 : 2)});
        if (!user.isEmpty()) {
            in.readByte();
            boolean right = text(in).equals(user) & text(in).equals(password);
            out.write(new byte[] {1, (byte) (right ? 0 : 1)});
            if (!right) {
                return "";
            }
        }
        in.readFully(new byte[3]);
        String host = "127.0.0.1";
        if (in.readByte() == 3) {
            host = text(in);
        } else {
            in.readFully(new byte[4]);
        }
        return host + ":" + in.readUnsignedShort();
    }

    private static String text(DataInputStream in) throws IOException {
        byte[] bytes = new byte[in.readUnsignedByte()];
        in.readFully(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
