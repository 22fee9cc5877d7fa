package org.tunnelfun.desktop.ssh;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.Proxy;
import org.tunnelfun.desktop.engine.Failure;

/**
 * Asks a proxy to lead on: CONNECT (RFC 9110 §9.3.6) or SOCKS 5 (RFC 1928, RFC 1929). Names go to
 * the proxy as they are; what is inside a network, only the proxy may know. Reads no byte more than
 * the proxy's answer. The limit is the caller's, who closes the socket.
 */
final class ProxyHandshake {

    private static final int LONGEST_ANSWER = 16 * 1024;
    private static final int NO_PASSWORD = 0;
    private static final int PASSWORD = 2;
    private static final int NOTHING_ACCEPTABLE = 0xFF;

    private static final String[] SOCKS_PROBLEMS = {
        "",
        "general failure",
        "not allowed",
        "network unreachable",
        "host unreachable",
        "connection refused",
        "time to live expired",
        "command not supported",
        "address type not supported"
    };

    private final Proxy proxy;
    private final ProxyPassword password;

    ProxyHandshake(Proxy proxy, ProxyPassword password) {
        this.proxy = proxy;
        this.password = password;
    }

    /**
     * Afterwards, the socket leads to {@code target}.
     *
     * @throws LoginException of kind {@code CONFIG} if the proxy wants a password, or another one;
     *     else {@code UNREACHABLE}
     */
    void lead(Socket socket, HostPort target) throws LoginException {
        try {
            InputStream in = socket.getInputStream();
            OutputStream out = socket.getOutputStream();
            if (proxy.kind() == Proxy.Kind.HTTP) {
                connect(in, out, target);
            } else {
                socks(new DataInputStream(in), out, target);
            }
        } catch (IOException e) {
            throw unreachable(
                    target,
                    e instanceof EOFException ? "it hung up" : "no answer, " + Failures.reason(e));
        }
    }

    private void connect(InputStream in, OutputStream out, HostPort target)
            throws IOException, LoginException {
        StringBuilder request = new StringBuilder();
        request.append("CONNECT %1$s HTTP/1.1\r\nHost: %1$s\r\n".formatted(target));
        if (proxy.user().isPresent()) {
            byte[] both =
                    (proxy.user().get() + ":" + password.text()).getBytes(StandardCharsets.UTF_8);
            request.append("Proxy-Authorization: Basic ")
                    .append(Base64.getEncoder().encodeToString(both))
                    .append("\r\n");
        }
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
        String answer = header(in);
        if (answer.matches("(?s)HTTP/1\\.[01] 2[0-9][0-9]\\b.*")) {
            return;
        }
        String status = Untrusted.text(answer.lines().findFirst().orElse(""), 100);
        throw answer.matches("(?s)HTTP/1\\.[01] 407\\b.*")
                ? wrongPassword()
                : unreachable(target, "it answers: " + status);
    }

    private static String header(InputStream in) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        String end = "";
        while (!end.equals("\r\n\r\n")) {
            int b = in.read();
            if (b < 0 || header.size() > LONGEST_ANSWER) {
                throw new EOFException();
            }
            header.write(b);
            end = (end.length() < 4 ? end : end.substring(1)) + (char) b;
        }
        return header.toString(StandardCharsets.ISO_8859_1);
    }

    private void socks(DataInputStream in, OutputStream out, HostPort target)
            throws IOException, LoginException {
        boolean withPassword = proxy.user().isPresent();
        out.write(
                withPassword
                        ? new byte[] {5, 2, NO_PASSWORD, PASSWORD}
                        : new byte[] {5, 1, NO_PASSWORD});
        out.flush();
        int version = in.readUnsignedByte();
        int method = in.readUnsignedByte();
        if (version != 5) {
            throw unreachable(target, "it is no SOCKS 5 proxy");
        }
        if (method == NOTHING_ACCEPTABLE) {
            throw wrongPassword();
        }
        if (method == PASSWORD) {
            socksPassword(in, out);
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.writeBytes(new byte[] {5, 1, 0});
        request.writeBytes(socksAddress(target.host()));
        request.write(target.port() >> 8);
        request.write(target.port());
        out.write(request.toByteArray());
        out.flush();
        in.readUnsignedByte();
        int reply = in.readUnsignedByte();
        if (reply != 0) {
            throw unreachable(
                    target,
                    reply < SOCKS_PROBLEMS.length ? SOCKS_PROBLEMS[reply] : "failure " + reply);
        }
        in.readUnsignedByte();
        int kind = in.readUnsignedByte();
        in.readFully(new byte[(kind == 1 ? 4 : kind == 4 ? 16 : in.readUnsignedByte()) + 2]);
    }

    private void socksPassword(DataInputStream in, OutputStream out)
            throws IOException, LoginException {
        ByteArrayOutputStream login = new ByteArrayOutputStream();
        login.write(1);
        for (String text : new String[] {proxy.user().orElse(""), password.text()}) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > 255) {
                throw wrongPassword();
            }
            login.write(bytes.length);
            login.writeBytes(bytes);
        }
        out.write(login.toByteArray());
        out.flush();
        in.readUnsignedByte();
        if (in.readUnsignedByte() != 0) {
            throw wrongPassword();
        }
    }

    private static byte[] socksAddress(String host) throws IOException {
        ByteArrayOutputStream address = new ByteArrayOutputStream();
        boolean literal = host.contains(":") || host.matches("[0-9.]+");
        byte[] bytes =
                literal
                        ? InetAddress.getByName(host).getAddress()
                        : host.getBytes(StandardCharsets.US_ASCII);
        address.write(literal ? (bytes.length == 4 ? 1 : 4) : 3);
        if (!literal) {
            address.write(bytes.length);
        }
        address.writeBytes(bytes);
        return address.toByteArray();
    }

    private LoginException wrongPassword() {
        return new LoginException(
                new Failure(
                        Failure.Kind.CONFIG,
                        "the proxy "
                                + proxy.address()
                                + (proxy.user().isPresent()
                                        ? " refuses our name or password"
                                        : " wants a name and a password"),
                        "Name the user in \"proxy\" (http://user@host:port) and the password by"
                                + " \"proxyPasswordCommand\" or TUNNELFUN_PROXY_PASSWORD."));
    }

    private LoginException unreachable(HostPort target, String why) {
        return new LoginException(
                Failure.of(
                        Failure.Kind.UNREACHABLE,
                        "the proxy %s does not lead to %s: %s"
                                .formatted(proxy.address(), target, why)));
    }
}
