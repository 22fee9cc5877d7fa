package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.ask;
import static org.tunnelfun.desktop.ssh.Attempts.bind;
import static org.tunnelfun.desktop.ssh.Attempts.forward;
import static org.tunnelfun.desktop.ssh.Attempts.get;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.selfCheck;
import static org.tunnelfun.desktop.ssh.Attempts.server;
import static org.tunnelfun.desktop.ssh.Attempts.start;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SessionFacts;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.RealSshd;

/** One session with the machine's sshd. */
class RealSessionTest {

    private static RealSshd sshd;
    private static BannerTarget target;

    @BeforeAll
    static void setUp() throws Exception {
        sshd = RealSshd.stock();
        target = BannerTarget.start();
    }

    @AfterAll
    static void tearDown() throws Exception {
        sshd.close();
        target.close();
    }

    @Test
    void aForwardLeadsToTheTargetAndTheSelfCheckProvesIt() {
        SshSession session = open(server(sshd));
        int port = FreePort.next();
        Forward forward = forward("localhost", port, target.port());

        assertEquals(new SshSession.Bind(true, port, ""), bind(session, forward));
        assertEquals(BannerTarget.BANNER, Loopback.banner(port));
        SshSession.SelfCheck check = selfCheck(session, forward);

        assertEquals(Heard.PROVEN, check.v4());
        assertEquals(Heard.PROVEN, check.v6());
        assertEquals(BannerTarget.BANNER, check.banner());
        assertTrue(session.info().serverVersion().startsWith("SSH-2.0-"));
        assertTrue(session.info().hostKey().startsWith("SHA256:"));
        assertTrue(session.info().local().isLoopbackAddress());
        SessionFacts facts = session.info().facts();
        assertEquals("127.0.0.1:" + sshd.port(), facts.peer());
        assertTrue(facts.local().startsWith("127.0.0.1:"), facts.local());
        assertNotEquals(facts.peer(), facts.local());
        // What a stock sshd of the last ten years and we both put first.
        assertTrue(facts.keyExchange().contains("25519"), facts.keyExchange());
        assertTrue(facts.cipher().matches("(aes|chacha)[a-z0-9@.-]+"), facts.cipher());
        session.end();
        await().atMost(LONG).until(() -> Loopback.banner(port).equals("nobody"));
    }

    @Test
    void repliesAreToldApartFromBindsHoweverTheyMingle() {
        SshSession session = open(server(sshd));
        AtomicInteger replies = new AtomicInteger();
        for (int i = 0; i < 30; i++) {
            Forward forward = forward("localhost", FreePort.next(), target.port());
            session.keepalive(replies::incrementAndGet);
            session.keepalive(replies::incrementAndGet);
            assertTrue(bind(session, forward).granted());
            session.keepalive(replies::incrementAndGet);
            Attempts.<Boolean>ask(
                    answer -> session.unbind(forward, LONG, () -> answer.accept(true)));
            assertEquals("nobody", Loopback.banner(forward.remote().port()));
        }
        await().atMost(LONG).until(() -> replies.get() == 90);
        session.end();
    }

    @Test
    void aTakenPortIsRefusedAndTheLoginStays() throws Exception {
        SshSession session = open(server(sshd));
        Forward forward = forward("localhost", target.port(), target.port());
        try (java.net.ServerSocket other =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getByName("::1"))) {
            Forward taken = forward("::1", other.getLocalPort(), target.port());
            assertFalse(bind(session, taken).granted());
            assertTrue(bind(session, taken).reason().contains("" + other.getLocalPort()));
        }
        Forward free = forward("localhost", FreePort.next(), target.port());
        assertTrue(bind(session, free).granted());
        assertEquals(Heard.FOREIGN, selfCheck(session, forward).v4());
        session.end();
    }

    @Test
    void theServerChoosesAPortWhereNoneIsNamed() {
        SshSession session = open(server(sshd));
        Forward forward = forward("localhost", 0, target.port());
        SshSession.Bind answer = bind(session, forward);
        assertTrue(answer.granted());
        assertEquals(BannerTarget.BANNER, Loopback.banner(answer.port()));
        assertEquals(Heard.PROVEN, selfCheck(session, forward).v4());
        session.end();
    }

    @Test
    void theEndIsToldWhenTheServerEndsTheSession() {
        Attempts.Told told = start(new JschSsh(), tunnel(server(sshd)));
        SshSession session = get(told.opened);
        assertEquals(1, told.connected.get());
        sshd.sessions().forEach(sshd::kill);
        assertEquals("the server closed the connection", get(told.ended).message());
        session.end();
    }

    @Test
    void aTargetThatIsDownIsToldFromATunnelThatIsDead() throws Exception {
        try (RealSshd own = RealSshd.stock();
                BannerTarget down = BannerTarget.start()) {
            SshSession session = open(server(own));
            Forward forward = forward("localhost", FreePort.next(), down.port());
            assertTrue(bind(session, forward).granted());
            down.down();
            SshSession.SelfCheck check = selfCheck(session, forward);
            assertEquals(Heard.TARGET_DOWN, check.v4());
            assertEquals(Heard.TARGET_DOWN, check.v6());
            down.up();
            assertEquals(Heard.PROVEN, selfCheck(session, forward).v4());

            own.freeze(own.session());
            SshSession.SelfCheck frozen =
                    ask(answer -> session.selfCheck(forward, Duration.ofSeconds(1), answer));
            assertEquals(Heard.SILENT, frozen.v4());
            own.thaw(own.session());
            session.end();
        }
    }

    @Test
    void theSelfCheckSaysWhenTheServerForbidsIt() throws Exception {
        try (RealSshd own = RealSshd.with().option("AllowTcpForwarding", "remote").start()) {
            SshSession session = open(server(own));
            Forward forward = forward("localhost", FreePort.next(), target.port());
            assertTrue(bind(session, forward).granted());
            assertEquals(Heard.FORBIDDEN, selfCheck(session, forward).v4());
            session.end();
        }
    }
}
