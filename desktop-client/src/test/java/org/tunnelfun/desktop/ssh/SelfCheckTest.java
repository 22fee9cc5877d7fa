package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.ask;
import static org.tunnelfun.desktop.ssh.Attempts.bind;
import static org.tunnelfun.desktop.ssh.Attempts.forward;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.selfCheck;
import static org.tunnelfun.desktop.ssh.Attempts.server;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.engine.SshSession.SelfCheck;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.RealSshd;

/** Up means proven: what each loopback answers, on the machine's sshd. */
class SelfCheckTest {

    private static RealSshd sshd;
    private static BannerTarget target;

    @BeforeAll
    static void setUp() throws Exception {
        sshd = RealSshd.with().option("GatewayPorts", "clientspecified").start();
        target = BannerTarget.start();
    }

    @AfterAll
    static void tearDown() throws Exception {
        sshd.close();
        target.close();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, PROVEN, PROVEN",
        "127.0.0.1, PROVEN, NOBODY",
        "127.0.0.9, PROVEN, NOBODY",
        "0.0.0.0,   PROVEN, NOBODY",
        "::1,       NOBODY, PROVEN",
        "::,        NOBODY, PROVEN",
        "*,         PROVEN, PROVEN",
    })
    void everyLoopbackThatTheBindImpliesIsVisited(String bind, Heard v4, Heard v6) {
        SshSession session = open(server(sshd));
        Forward forward = forward(bind, FreePort.next(), target.port());
        assertTrue(bind(session, forward).granted());
        SelfCheck check = selfCheck(session, forward);
        assertEquals(v4, check.v4(), check.toString());
        assertEquals(v6, check.v6(), check.toString());
        Attempts.<Boolean>ask(
                answer ->
                        session.unbind(forward, Duration.ofSeconds(60), () -> answer.accept(true)));
        assertTrue(bind(session, forward).granted(), "taken back, it can be had again");
        session.end();
    }

    @Test
    void halfABindIsSeenAlthoughTheOtherHalfSpeaksSsh() throws Exception {
        int port = FreePort.next();
        try (ServerSocket other = new ServerSocket(port, 5, InetAddress.getByName("127.0.0.1"))) {
            Thread banner = new Thread(() -> sayBanners(other));
            banner.setDaemon(true);
            banner.start();
            SshSession session = open(server(sshd));
            Forward forward = forward("localhost", port, target.port());
            assertTrue(bind(session, forward).granted(), "sshd calls half a bind a success");
            SelfCheck check =
                    ask(answer -> session.selfCheck(forward, Duration.ofSeconds(60), answer));
            assertEquals(Heard.FOREIGN, check.v4());
            assertEquals(Heard.PROVEN, check.v6());
            assertTrue(
                    check.took().toSeconds() < 30,
                    "a stranger who speaks is told before the limit: " + check.took());
            session.end();
        }
    }

    @Test
    void whereNothingIsBoundThereIsNobody() {
        SshSession session = open(server(sshd));
        Forward forward = forward("localhost", FreePort.next(), target.port());
        assertEquals(Heard.NOBODY, selfCheck(session, forward).v4());
        assertEquals(
                Heard.NOBODY,
                Attempts.<Heard>ask(
                        answer -> session.probe(forward, Duration.ofSeconds(60), answer)));
        session.end();
    }

    @Test
    void aProbeTellsLifeFromSilence() throws Exception {
        SshSession session = open(server(sshd));
        SshSession owner = open(server(sshd));
        Forward forward = forward("localhost", FreePort.next(), target.port());
        assertTrue(bind(owner, forward).granted());
        assertEquals(Heard.FOREIGN, probe(session, forward, 60));
        owner.end();
        try (OddServer silent = new OddServer((visitor, self) -> self.stayOpen())) {
            assertEquals(Heard.SILENT, probe(session, forward("localhost", silent.port(), 22), 1));
        }
        try (OddServer closes = new OddServer((visitor, self) -> {})) {
            assertEquals(
                    Heard.FOREIGN, probe(session, forward("localhost", closes.port(), 22), 60));
        }
        session.end();
    }

    @Test
    void aTargetThatIsNotSshIsProvenByAConnectionThatStaysOrSpeaks() throws Exception {
        SshSession session = open(server(sshd));
        List<OddServer> targets = new ArrayList<>();
        targets.add(new OddServer((visitor, self) -> self.stayOpen()));
        targets.add(
                new OddServer(
                        (visitor, self) -> {
                            OddServer.say(visitor, "220 hello\r\n");
                            self.stayOpen();
                        }));
        for (OddServer odd : targets) {
            Forward forward = any(odd.port());
            assertTrue(bind(session, forward).granted());
            assertEquals(Heard.PROVEN, selfCheck(session, forward).v4());
            odd.close();
            assertEquals(Heard.TARGET_DOWN, selfCheck(session, forward).v4());
        }
        session.end();
    }

    @Test
    void theNonceOfOneSessionProvesNothingInAnother() {
        Nonces ours = new Nonces();
        Nonces theirs = new Nonces();
        List<String> arrived = new ArrayList<>();
        String nonce = Nonces.random();
        ours.expect(nonce, () -> arrived.add(nonce));
        byte[] hello = ("SSH-2.0-Tunnelfun_" + nonce + "\r\n").getBytes();
        assertFalse(theirs.offer(hello, hello.length));
        assertFalse(ours.offer(hello, 20));
        assertTrue(ours.offer(hello, hello.length));
        assertFalse(ours.offer(hello, hello.length), "once");
        assertEquals(List.of(nonce), arrived);
        assertFalse(ours.expecting());
    }

    private static Forward any(int target) {
        return new Forward(
                new Forward.Remote("localhost", FreePort.next()),
                new Forward.Target("127.0.0.1", target),
                Forward.Expect.ANY);
    }

    private static Heard probe(SshSession session, Forward forward, int seconds) {
        return ask(answer -> session.probe(forward, Duration.ofSeconds(seconds), answer));
    }

    private static void sayBanners(ServerSocket server) {
        try {
            while (true) {
                OddServer.say(server.accept(), "SSH-2.0-Somebody_else\r\n");
            }
        } catch (java.io.IOException closed) {
            Thread.currentThread().interrupt();
        }
    }
}
