package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.ShippedFlags;

/** The program as a process with a heap of 64 MB, and more visitors than anybody has. */
@Requires(Need.LINUX)
@Timeout(300)
class SmallHeapTest {

    private static final int VISITORS = 200;
    private static final int STALLED = 8;
    private static final int EACH = 256 * 1024;

    @TempDir Path folder;

    private final LongAdder arrived = new LongAdder();
    private final int port = FreePort.next();
    private RealSshd sshd;
    private ServerSocket target;
    private ServerSocket stalled;
    private Process client;

    @BeforeEach
    void start() throws Exception {
        sshd = RealSshd.stock();
        target = listen();
        stalled = listen();
        int stalledPort = FreePort.next();
        client =
                new ProcessBuilder(command(stalledPort))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        Background.run(() -> acceptAll(target));
        await("the forward")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !Loopback.banner(port).equals("nobody"));
        for (int i = 0; i < STALLED; i++) {
            Socket visitor = new Socket(InetAddress.getByName("127.0.0.1"), stalledPort);
            OutputStream out = visitor.getOutputStream();
            Background.run(() -> out.write(new byte[64 << 20]));
        }
    }

    private static ServerSocket listen() throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReceiveBufferSize(64 * 1024);
        server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 250);
        return server;
    }

    private List<String> command(int stalledPort) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ShippedFlags.of("headless"));
        // Behind the shipped heap, which is larger.
        command.addAll(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(
                List.of(
                        "org.tunnelfun.desktop.app.Main",
                        "run",
                        "-i",
                        sshd.identity().toString(),
                        "--known-hosts",
                        sshd.knownHosts().toString(),
                        "--state-dir",
                        folder.resolve("state").toString(),
                        "-p",
                        "" + sshd.port(),
                        "-R",
                        port + ":127.0.0.1:" + target.getLocalPort(),
                        "-R",
                        stalledPort + ":127.0.0.1:" + stalled.getLocalPort(),
                        sshd.user() + "@127.0.0.1"));
        return command;
    }

    @AfterEach
    void stop() throws Exception {
        client.destroyForcibly();
        target.close();
        stalled.close();
        sshd.close();
    }

    @Test
    void twoHundredVisitorsAtOnceAndSomeThatStandStillFit() throws Exception {
        List<Socket> visitors = new ArrayList<>();
        List<CompletableFuture<Void>> sending = new ArrayList<>();
        for (int i = 0; i < VISITORS; i++) {
            Socket visitor = new Socket(InetAddress.getByName("127.0.0.1"), port);
            visitors.add(visitor);
            sending.add(
                    Background.run(
                            () -> {
                                visitor.getOutputStream().write(new byte[EACH]);
                                visitor.shutdownOutput();
                            }));
        }
        for (CompletableFuture<Void> one : sending) {
            one.get(120, TimeUnit.SECONDS);
        }
        await("all bytes")
                .atMost(Duration.ofSeconds(120))
                .failFast("it ended", () -> !client.isAlive())
                .until(() -> arrived.sum() >= (long) VISITORS * EACH);
        for (Socket visitor : visitors) {
            visitor.setSoTimeout(60_000);
            assertEquals(-1, visitor.getInputStream().read());
            visitor.close();
        }
        assertTrue(client.isAlive(), log());
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void acceptAll(ServerSocket server) throws IOException {
        while (true) {
            Socket visitor = server.accept();
            Background.run(() -> count(visitor));
        }
    }

    private void count(Socket visitor) throws IOException {
        try (visitor) {
            InputStream in = visitor.getInputStream();
            byte[] bytes = new byte[16 * 1024];
            for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
                arrived.add(n);
            }
        }
    }
}
