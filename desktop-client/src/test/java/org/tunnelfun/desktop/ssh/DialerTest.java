package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** Which address wins, and how long the others may take. */
@SuppressWarnings("try") // resources that are only there
class DialerTest {

    private static final Executor THREADS = Threads.pool("test");

    @Test
    void addressFamiliesTakeTurns() throws Exception {
        List<InetAddress> mixed =
                Dialer.alternating(
                        List.of(ip("::1"), ip("::2"), ip("::3"), ip("192.0.2.1"), ip("192.0.2.2")));
        assertEquals(
                List.of(ip("::1"), ip("192.0.2.1"), ip("::2"), ip("192.0.2.2"), ip("::3")), mixed);
    }

    @Test
    void anAddressThatRefusesGivesWayToTheNextAtOnce() throws Exception {
        try (ServerSocket server = new ServerSocket(FreePort.next(), 5, ip("127.0.0.1"));
                Socket socket =
                        dial(server.getLocalPort(), List.of(ip("::1"), ip("127.0.0.1")), 10)) {
            assertEquals(ip("127.0.0.1"), socket.getInetAddress());
        }
    }

    @Test
    @Requires(Need.LINUX)
    void anAddressThatDoesNotAnswerDoesNotHoldUpTheNext() throws Exception {
        int port = FreePort.next();
        try (Full dead = new Full("127.0.0.2", port);
                ServerSocket server = new ServerSocket(port, 5, ip("127.0.0.1"));
                Socket socket = dial(port, List.of(ip("127.0.0.2"), ip("127.0.0.1")), 60)) {
            assertEquals(ip("127.0.0.1"), socket.getInetAddress());
        }
    }

    @Test
    @Requires(Need.LINUX)
    void aThirdAddressGetsItsTurnWhereTwoDoNotAnswer() throws Exception {
        int port = FreePort.next();
        try (Full dead = new Full("127.0.0.2", port);
                Full alsoDead = new Full("127.0.0.3", port);
                ServerSocket server = new ServerSocket(port, 5, ip("127.0.0.1"));
                Socket socket =
                        dial(
                                port,
                                List.of(ip("127.0.0.2"), ip("127.0.0.3"), ip("127.0.0.1")),
                                60)) {
            assertEquals(ip("127.0.0.1"), socket.getInetAddress());
        }
    }

    @Test
    @Requires(Need.LINUX)
    void eachAddressIsNamedWithWhatItSaid() throws Exception {
        int port = FreePort.next();
        try (Full dead = new Full("127.0.0.2", port)) {
            LoginException failed =
                    assertThrows(
                            LoginException.class,
                            () -> dial(port, List.of(ip("127.0.0.2"), ip("::1")), 1));
            assertEquals(Kind.UNREACHABLE, failed.failure().kind());
            String text = failed.failure().message();
            assertTrue(text.contains("127.0.0.2:" + port + ": no answer"), text);
            assertTrue(text.contains("]:" + port + ": connection refused"), text);
        }
    }

    @Test
    @Requires(Need.LINUX)
    void aCancelledDialEndsAtOnce() throws Exception {
        int port = FreePort.next();
        try (Full dead = new Full("127.0.0.2", port)) {
            Dialer dialer = new Dialer(THREADS);
            CompletableFuture<Exception> ended = new CompletableFuture<>();
            THREADS.execute(
                    () ->
                            ended.complete(
                                    assertThrows(
                                            LoginException.class,
                                            () ->
                                                    dialer.dial(
                                                            new HostPort("dead", port),
                                                            List.of(ip("127.0.0.2")),
                                                            Duration.ofMinutes(10)))));
            dialer.cancel();
            await().atMost(LONG).until(ended::isDone);
        }
    }

    private static Socket dial(int port, List<InetAddress> addresses, int seconds)
            throws LoginException, InterruptedException {
        return new Dialer(THREADS)
                .dial(new HostPort("test", port), addresses, Duration.ofSeconds(seconds));
    }

    private static InetAddress ip(String address) throws UnknownHostException {
        return InetAddress.getByName(address);
    }

    /** An address where a SYN is not answered: Linux drops them while the backlog is full. */
    private static final class Full implements AutoCloseable {
        private final ServerSocket server;
        private final List<Socket> queue = new ArrayList<>();

        Full(String address, int port) throws IOException {
            server = new ServerSocket(port, 1, ip(address));
            try {
                for (int i = 0; i < 10; i++) {
                    Socket socket = new Socket();
                    queue.add(socket);
                    socket.connect(new InetSocketAddress(ip(address), port), 100);
                }
            } catch (java.net.SocketTimeoutException full) {
                return;
            }
            throw new AssertionError("the backlog does not fill");
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : queue) {
                socket.close();
            }
            server.close();
        }
    }
}
