package org.tunnelfun.desktop.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.Client;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

@Tag("slow")
@Requires(Need.LINUX)
class RestartTest {

    private static final Duration GENEROUS = Duration.ofSeconds(60);

    private RealSshd server;
    private BannerTarget target;
    private Client client;
    private int port;

    @BeforeEach
    void connect() throws IOException {
        server = RealSshd.stock();
        target = BannerTarget.start();
        port = FreePort.next();
        String forward = port + ":127.0.0.1:" + target.port();
        client = new Client(List.of(), server, "127.0.0.1", forward).start();
        awaitAnswers();
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        target.close();
        server.close();
    }

    @Test
    void aClientThatWasKilledGetsItsPortBackWhenItStartsAgain() throws Exception {
        client.crash();
        client.start();
        awaitAnswers();
        server.session();
    }

    @Test
    void aClientThatWasKilledTakesItsPortBackFromAFrozenSession() throws Exception {
        ProcessHandle old = server.session();
        server.freeze(old);
        client.crash();
        assertEquals("silent", Loopback.banner(port));
        client.start();
        awaitAnswers();
        await().atMost(GENEROUS).until(() -> !server.sessions().contains(old));
    }

    @Test
    void twentyReconnectsLeaveNoProcessOnTheServer() {
        for (int i = 0; i < 20; i++) {
            ProcessHandle before = server.session();
            client.tell("reconnect");
            await().atMost(GENEROUS).until(() -> !server.sessions().contains(before));
            awaitAnswers();
        }
        server.session();
        await().atMost(GENEROUS).untilAsserted(() -> assertEquals(List.of(), server.leftovers()));
    }

    @Test
    void sigtermFreesThePortWithinTwoSeconds() throws Exception {
        client.process().destroy();
        assertEquals(true, client.process().waitFor(10, java.util.concurrent.TimeUnit.SECONDS));
        await().atMost(GENEROUS).until(() -> Loopback.banner(port).equals("nobody"));
    }

    private void awaitAnswers() {
        await().atMost(GENEROUS).until(() -> Loopback.banner(port).equals(BannerTarget.BANNER));
    }
}
