package org.tunnelfun.desktop.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.config.HostPort;

/** Name, address and banner of a host: what can be seen without SSH. */
final class Road {

    /** A resolver asks its servers again for half a minute; nobody wants to watch that. */
    private static final Duration RESOLVE = Duration.ofSeconds(10);

    private static final int MOST = 8_192;

    private Road() {}

    /**
     * Whose addresses are looked at.
     *
     * @param word before its name: {@code "jump host "}; empty for the server
     * @param host what names it, in the config or among the arguments
     * @param port the same for its port
     */
    record Stop(String word, String host, String port) {
        static final Stop PROXY = new Stop("proxy ", "servers.….proxy", "servers.….proxy");

        static Stop server(boolean likeSsh) {
            return likeSsh
                    ? new Stop("", "the host in user@host", "-p")
                    : new Stop("", "servers.….host", "servers.….port");
        }

        static Stop jump(boolean likeSsh) {
            String setting = likeSsh ? "-J" : "servers.….proxyJump";
            return new Stop("jump host ", setting, setting);
        }
    }

    /**
     * Tells of every address of every host; whether a login is worth a try. Where one answers, the
     * others are no problem: the client takes the one that does.
     */
    static boolean walk(Stop stop, List<HostPort> hosts, Duration limit, Consumer<Finding> tell) {
        Heard all = new Heard();
        for (HostPort host : hosts) {
            walk(stop, host, limit, all);
        }
        for (Finding finding : all.findings) {
            tell.accept(all.fine ? harmless(finding) : finding);
        }
        return all.fine;
    }

    private static void walk(Stop stop, HostPort host, Duration limit, Heard all) {
        List<InetAddress> addresses;
        try {
            addresses = resolve(host.host());
        } catch (IOException e) {
            all.findings.add(
                    Finding.problem(
                            "name",
                            stop.word + host.host() + " has no address: " + e.getMessage(),
                            "Correct %s, or see what the resolver says:\n  getent hosts %s"
                                    .formatted(stop.host, host.host())));
            return;
        }
        String words =
                addresses.stream()
                        .map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(", "));
        all.findings.add(Finding.ok("name", stop.word + host.host() + " is " + words));
        for (InetAddress address : addresses) {
            Heard heard = listen(stop, new InetSocketAddress(address, host.port()), limit);
            all.fine |= heard.fine;
            all.findings.addAll(heard.findings);
        }
    }

    private static Finding harmless(Finding finding) {
        boolean unreached = finding.step().equals("name") || finding.step().equals("connect");
        return unreached && finding.result() == Finding.Result.PROBLEM
                ? Finding.note(
                        finding.step(),
                        finding.text() + "; another address of the server answers",
                        finding.mend())
                : finding;
    }

    private static List<InetAddress> resolve(String host) throws IOException {
        CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
        Thread resolver =
                new Thread(
                        () -> {
                            try {
                                answer.complete(Arrays.asList(InetAddress.getAllByName(host)));
                            } catch (UnknownHostException e) {
                                answer.completeExceptionally(e);
                            }
                        },
                        "doctor-resolver");
        resolver.setDaemon(true);
        resolver.start();
        try {
            return answer.get(RESOLVE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the name is unknown", e);
        } catch (TimeoutException | InterruptedException e) {
            throw new IOException("the resolver does not answer", e);
        }
    }

    private static final class Heard {
        private final List<Finding> findings = new ArrayList<>();

        /** An address speaks SSH; a proxy's, accepts. */
        private boolean fine;
    }

    private static Heard listen(Stop stop, InetSocketAddress to, Duration limit) {
        Heard heard = new Heard();
        String where = stop.word + to.getAddress().getHostAddress() + " port " + to.getPort();
        try (Socket socket = new Socket()) {
            long start = System.nanoTime();
            socket.connect(to, (int) limit.toMillis());
            long ms = (System.nanoTime() - start) / 1_000_000;
            heard.findings.add(Finding.ok("connect", where + " in " + ms + " ms"));
            if (stop == Stop.PROXY) {
                heard.fine = true;
                return heard;
            }
            String said = firstSshLine(socket, limit);
            heard.fine = said.startsWith("SSH-");
            heard.findings.add(
                    heard.fine ? Server.of(said) : silentOrOther(stop, where, said, limit));
        } catch (SocketTimeoutException e) {
            heard.findings.add(
                    Finding.problem(
                            "connect",
                            where + " does not answer within " + limit.toSeconds() + " s",
                            "A firewall drops the packets, or address or port are wrong. On the"
                                    + " server:\n  ss -tlnp | grep sshd\n  sudo nft list ruleset"));
        } catch (ConnectException e) {
            heard.findings.add(
                    Finding.problem(
                            "connect",
                            where + " refuses: nothing listens there",
                            stop == Stop.PROXY
                                    ? "Start the proxy, or correct " + stop.host
                                    : "Start its sshd, or correct "
                                            + stop.port
                                            + ":\n"
                                            + "  systemctl status ssh    # on the server"));
        } catch (IOException e) {
            heard.findings.add(
                    Finding.problem(
                            "connect",
                            where + ": " + Plain.text(e.getMessage()),
                            "See which way leads there:\n  ip route get "
                                    + to.getAddress().getHostAddress()));
        }
        return heard;
    }

    private static Finding silentOrOther(Stop stop, String where, String said, Duration limit) {
        return said.isEmpty()
                ? Finding.problem(
                        "banner",
                        where + " says nothing within " + limit.toSeconds() + " s",
                        "The server is overloaded or hangs; restart its sshd:\n"
                                + "  systemctl restart ssh    # on the server")
                : Finding.problem(
                        "banner",
                        where + " is not an SSH server; it says: " + said,
                        "Correct " + stop.port + ": another program listens there.");
    }

    /** The identification string (RFC 4253 §4.2), after lines that may come before it. */
    private static String firstSshLine(Socket socket, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        try {
            while (text.length() < MOST) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                socket.setSoTimeout((int) left);
                int c = in.read();
                if (c < 0) {
                    break;
                }
                text.append((char) c);
                if (c == '\n' && lastLine(text).startsWith("SSH-")) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            return Plain.text(lastLine(text));
        }
        return Plain.text(lastLine(text));
    }

    private static String lastLine(StringBuilder text) {
        String[] lines = text.toString().strip().split("\n");
        for (String line : lines) {
            if (line.startsWith("SSH-")) {
                return line;
            }
        }
        return lines[0];
    }
}
