package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

/**
 * Many visitors, visitors that stand still, sessions that break, rekeys. The amounts are scaled
 * down; the full ones, which take minutes: {@code mvn -pl desktop-client test
 * -Dtest=CrowdedForwardTest -Dtest.jvm.arguments="-Dvisits=10000 -Dlosses=200 -Dmegabytes=500
 * -Dstalled=60"}.
 */
@Requires(Need.LINUX)
@Timeout(1800)
class CrowdedForwardTest {

    private static final int VISITS = Integer.getInteger("visits", 150);
    private static final int LOSSES = Integer.getInteger("losses", 5);
    private static final int MEGABYTES = Integer.getInteger("megabytes", 40);
    private static final Duration STALLED = Duration.ofSeconds(Integer.getInteger("stalled", 0));
    private static final long HEAP_ROOM = 8L << 20;
    private static final Duration LONG = Duration.ofSeconds(60);

    private RealSshd sshd;
    private ServerSocket target;

    @BeforeEach
    void start() throws Exception {
        sshd = RealSshd.with().option("RekeyLimit", "16M").start();
        target = new ServerSocket(0, 250, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
        sshd.close();
    }

    @Test
    void nobodyWaitsForAVisitorOrATargetThatStoppedReading() throws Exception {
        try (VisitsLab lab = VisitsLab.login(sshd)) {
            Forward forward = lab.forward(target.getLocalPort());
            try (Socket stalledVisitor = VisitsLab.visit(forward);
                    Socket stalledTarget = target.accept()) {
                // Each end fills the buffers of the other, which never reads.
                OutputStream toTarget = stalledVisitor.getOutputStream();
                OutputStream toVisitor = stalledTarget.getOutputStream();
                Background.run(() -> toTarget.write(new byte[256 << 20]));
                Background.run(() -> toVisitor.write(new byte[256 << 20]));
                awaitStandstill(lab, forward);

                long until = System.nanoTime() + STALLED.toNanos();
                do {
                    bothWays(forward, MEGABYTES / 4);
                    CompletableFuture<Boolean> kept = new CompletableFuture<>();
                    lab.session.keepalive(reply -> kept.complete(true));
                    assertTrue(kept.get(30, TimeUnit.SECONDS));
                } while (until - System.nanoTime() > 0);
            }
        }
    }

    @Test
    void rekeysUnderLoadLoseNothing() throws Exception {
        try (VisitsLab lab = VisitsLab.login(sshd)) {
            Forward forward = lab.forward(target.getLocalPort());
            bothWays(forward, MEGABYTES);
            assertTrue(lab.session.isConnected());
        }
    }

    @Test
    void visitsAndLostSessionsLeaveNothingBehind() throws Exception {
        long heap;
        try (BannerTarget banner = BannerTarget.start()) {
            try (VisitsLab lab = VisitsLab.login(sshd)) {
                Forward forward = lab.forward(banner.port());
                shortVisit(forward);
                long before = descriptors();
                heap = heap();
                for (int i = 0; i < VISITS; i++) {
                    shortVisit(forward);
                }
                await("visits to end").atMost(LONG).until(() -> lab.visitors(forward).now() == 0);
                await("descriptors").atMost(LONG).until(() -> descriptors() <= before + 2);
            }
            long before = descriptors();
            for (int i = 0; i < LOSSES; i++) {
                loseInMidTransfer();
            }
            await("descriptors").atMost(LONG).until(() -> descriptors() <= before + 2);
        }
        await("windows").atMost(LONG).until(() -> WindowBudget.SHARED.granted() == 0);
        await("threads").atMost(LONG).until(() -> visitorThreads() == 0);
        await("heap").atMost(LONG).until(() -> heap() <= heap + HEAP_ROOM);
    }

    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    @Test
    void aLostSessionIsNoEndOfDataForTheTarget() throws Exception {
        try (VisitsLab lab = VisitsLab.login(sshd)) {
            Forward forward = lab.forward(target.getLocalPort());
            try (Socket visitor = VisitsLab.visit(forward);
                    Socket accepted = target.accept()) {
                visitor.getOutputStream().write(new byte[100_000]);
                accepted.getInputStream().readNBytes(100_000);
                sshd.kill(sshd.session());
                accepted.setSoTimeout((int) LONG.toMillis());
                assertEquals("reset", end(accepted));
            }
        }
    }

    @Test
    void aTargetThatResetsEndsItsVisitorPromptly() throws Exception {
        try (VisitsLab lab = VisitsLab.login(sshd)) {
            Forward forward = lab.forward(target.getLocalPort());
            try (Socket visitor = VisitsLab.visit(forward)) {
                visitor.setSoTimeout((int) LONG.toMillis());
                try (Socket accepted = target.accept()) {
                    accepted.setSoLinger(true, 0);
                }
                assertEquals(-1, visitor.getInputStream().read());
            }
            await().atMost(LONG).until(() -> lab.visitors(forward).now() == 0);
        }
    }

    private void loseInMidTransfer() throws Exception {
        try (VisitsLab lab = VisitsLab.login(sshd)) {
            Forward forward = lab.forward(target.getLocalPort());
            try (Socket visitor = VisitsLab.visit(forward);
                    Socket accepted = target.accept()) {
                OutputStream up = visitor.getOutputStream();
                OutputStream down = accepted.getOutputStream();
                Background.run(() -> up.write(new byte[256 << 20]));
                Background.run(() -> down.write(new byte[256 << 20]));
                accepted.getInputStream().readNBytes(1 << 20);
                visitor.getInputStream().readNBytes(1 << 20);
                sshd.kill(sshd.session());
                await().atMost(LONG).until(() -> lab.visitors(forward).now() == 0);
            }
        }
        await().atMost(LONG).until(() -> sshd.sessions().isEmpty());
    }

    private static void shortVisit(Forward forward) throws IOException {
        try (Socket visitor = VisitsLab.visit(forward)) {
            visitor.getInputStream().readNBytes(BannerTarget.BANNER.length());
        }
    }

    /** Sends megabytes in both directions at once, and compares checksums. */
    private void bothWays(Forward forward, int megabytes) throws Exception {
        try (Socket visitor = VisitsLab.visit(forward);
                Socket accepted = target.accept()) {
            CompletableFuture<Long> up = Background.ask(() -> send(visitor, megabytes, 1));
            CompletableFuture<Long> down = Background.ask(() -> send(accepted, megabytes, 2));
            CompletableFuture<Long> arrivedUp = Background.ask(() -> checksum(accepted));
            CompletableFuture<Long> arrivedDown = Background.ask(() -> checksum(visitor));
            assertEquals(up.get(), arrivedUp.get());
            assertEquals(down.get(), arrivedDown.get());
        }
    }

    private static long send(Socket to, int megabytes, int seed) throws IOException {
        CRC32 sum = new CRC32();
        byte[] bytes = new byte[1 << 20];
        for (int i = 0; i < megabytes; i++) {
            java.util.Arrays.fill(bytes, (byte) (i * 31 + seed));
            bytes[i % bytes.length] = (byte) seed;
            sum.update(bytes);
            to.getOutputStream().write(bytes);
        }
        to.shutdownOutput();
        return sum.getValue();
    }

    private static long checksum(Socket from) throws IOException {
        CRC32 sum = new CRC32();
        InputStream in = from.getInputStream();
        byte[] bytes = new byte[100_000];
        for (int n = in.read(bytes); n >= 0; n = in.read(bytes)) {
            sum.update(bytes, 0, n);
        }
        return sum.getValue();
    }

    private static void awaitStandstill(VisitsLab lab, Forward forward) {
        long[] last = {-1};
        await("both directions to stand still")
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(500))
                .until(
                        () -> {
                            var now = lab.visitors(forward);
                            long moved = now.bytesIn() + now.bytesOut();
                            boolean still = moved > 0 && moved == last[0];
                            last[0] = moved;
                            return still;
                        });
    }

    private static String end(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0 ? "end of data" : "data";
        } catch (SocketTimeoutException late) {
            return "nothing";
        } catch (IOException reset) {
            return "reset";
        }
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private static long visitorThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("visitor"))
                .count();
    }
}
