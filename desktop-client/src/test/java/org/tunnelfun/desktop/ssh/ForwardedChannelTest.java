package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.TunnelSession;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

@Requires(Need.LINUX)
@Timeout(120)
class ForwardedChannelTest {

    private RealSshd sshd;
    private ServerSocket target;

    @BeforeEach
    void start() throws Exception {
        sshd = RealSshd.stock();
        target = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    }

    @AfterEach
    void stop() throws Exception {
        target.close();
        sshd.close();
    }

    @Test
    void aVisitorReadsTheTargetsBanner() throws Exception {
        try (VisitsLab lab = VisitsLab.login(sshd);
                BannerTarget banner = BannerTarget.start()) {
            Forward forward = lab.forward(banner.port());
            try (Socket visitor = VisitsLab.visit(forward)) {
                byte[] heard = visitor.getInputStream().readNBytes(BannerTarget.BANNER.length());
                assertEquals(BannerTarget.BANNER, new String(heard, StandardCharsets.US_ASCII));
                assertEquals(1, lab.visitors(forward).now());
                assertEquals(0, writers(forward), "it said nothing yet");
            }
            await().until(() -> lab.visitors(forward).now() == 0);
            assertEquals("", lab.visitors(forward).targetProblem());
        }
    }

    @Test
    void allArrivesBothWaysWhicheverSideEndsFirst() throws Exception {
        byte[] up = random(20 << 20, 1);
        byte[] down = random(20 << 20, 2);
        try (VisitsLab lab = VisitsLab.login(sshd)) {
            Forward forward = lab.forward(target.getLocalPort());
            // The visitor ends first; the target answers only after that.
            try (Socket visitor = VisitsLab.visit(forward);
                    Socket accepted = target.accept()) {
                CompletableFuture<byte[]> heard = Background.ask(() -> drain(accepted));
                visitor.getOutputStream().write(up);
                visitor.shutdownOutput();
                assertArrayEquals(up, heard.get());
                CompletableFuture<byte[]> answer = Background.ask(() -> drain(visitor));
                accepted.getOutputStream().write(down);
                accepted.shutdownOutput();
                assertArrayEquals(down, answer.get());
            }
            // The target ends first; the visitor goes on.
            try (Socket visitor = VisitsLab.visit(forward);
                    Socket accepted = target.accept()) {
                CompletableFuture<byte[]> answer = Background.ask(() -> drain(visitor));
                accepted.getOutputStream().write(down);
                accepted.shutdownOutput();
                assertArrayEquals(down, answer.get());
                CompletableFuture<byte[]> heard = Background.ask(() -> drain(accepted));
                visitor.getOutputStream().write(up);
                visitor.shutdownOutput();
                assertArrayEquals(up, heard.get());
            }
            await().until(() -> lab.visitors(forward).now() == 0);
            assertEquals(2L * up.length, lab.visitors(forward).bytesIn());
            assertEquals(2L * down.length, lab.visitors(forward).bytesOut());
        }
    }

    @Test
    void aRefusedVisitIsClosedAtOnceAndSaidInTheStatus() throws Exception {
        try (VisitsLab lab = VisitsLab.login(sshd)) {
            Forward forward = lab.forward(FreePort.next());
            try (Socket visitor = VisitsLab.visit(forward)) {
                visitor.setSoTimeout(10_000);
                assertEquals(-1, visitor.getInputStream().read());
            }
            await().until(() -> !lab.visitors(forward).targetProblem().isEmpty());
            assertTrue(lab.visitors(forward).targetProblem().contains("refused"));
        }
    }

    @Test
    void aVisitorWhoComesTooLateIsTurnedAwayWithoutATarget() throws Exception {
        try (VisitsLab lab = VisitsLab.login(sshd)) {
            Forward forward = lab.forward(target.getLocalPort());
            lab.channels.unroute(forward);
            try (Socket visitor = VisitsLab.visit(forward)) {
                visitor.setSoTimeout(10_000);
                assertEquals(-1, visitor.getInputStream().read());
            }
        }
    }

    @Test
    void aVisitorForWhomThereIsNoThreadEndsTheSessionWhichIsToldSo() throws Exception {
        JSch jsch = new JSch();
        jsch.addIdentity(sshd.identity().toString());
        CompletableFuture<Exception> ended = new CompletableFuture<>();
        TunnelSession session =
                new TunnelSession(jsch, sshd.user(), "127.0.0.1", sshd.port(), ended::complete);
        try (VisitsLab lab = VisitsLab.over(session)) {
            int port = FreePort.next();
            CompletableFuture<TunnelSession.Reply> bound = new CompletableFuture<>();
            lab.session.bind(
                    "localhost",
                    port,
                    visitor -> {
                        throw new OutOfMemoryError("no thread");
                    },
                    bound::complete);
            assertTrue(bound.get().success());
            try (Socket visitor = new Socket("127.0.0.1", port)) {
                assertTrue(visitor.isConnected());
                Exception why = ended.get(30, TimeUnit.SECONDS);
                assertTrue(why.getMessage().contains("no thread"), why.getMessage());
            }
        }
    }

    @Test
    void theNonceIsSeenEvenIfTheTargetRefuses() throws Exception {
        BlockingQueue<String> offered = new LinkedBlockingQueue<>();
        Arrivals arrivals = VisitsLab.arrivals(() -> true, (b, n) -> offered.add(text(b, n)));
        try (VisitsLab lab = VisitsLab.login(sshd, arrivals)) {
            Forward forward = lab.forward(FreePort.next());
            try (Socket visitor = VisitsLab.visit(forward)) {
                visitor.getOutputStream().write("SSH-2.0-Tunnelfun_abc\r\n".getBytes());
                assertEquals("SSH-2.0-Tunnelfun_abc\r\n", offered.poll(10, TimeUnit.SECONDS));
                assertEquals(-1, visitor.getInputStream().read());
            }
        }
    }

    @Test
    void theTargetHearsTheNonceToo() throws Exception {
        Arrivals arrivals = VisitsLab.arrivals(() -> true, (b, n) -> true);
        try (VisitsLab lab = VisitsLab.login(sshd, arrivals)) {
            Forward forward = lab.forward(target.getLocalPort());
            try (Socket visitor = VisitsLab.visit(forward);
                    Socket accepted = target.accept()) {
                visitor.getOutputStream().write("SSH-2.0-Tunnelfun_abc\r\n".getBytes());
                visitor.shutdownOutput();
                assertEquals("SSH-2.0-Tunnelfun_abc\r\n", new String(drain(accepted)));
            }
        }
    }

    private static long writers(Forward forward) {
        String name = "visitor " + forward.remote() + " writer";
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .count();
    }

    private static String text(byte[] bytes, int length) {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static byte[] drain(Socket socket) throws Exception {
        return socket.getInputStream().readAllBytes();
    }
}
