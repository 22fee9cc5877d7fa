package org.tunnelfun.desktop.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.Client;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.NetLab;
import org.tunnelfun.desktop.testing.Reaper;
import org.tunnelfun.desktop.testing.Requires;

/** The device behind NAT, as in the fault benchmark; here the question is only whether. */
@Tag("slow")
@Requires({Need.LINUX, Need.ROOT})
class NetworkFaultsTest {

    private static final Duration GENEROUS = Duration.ofSeconds(60);

    private NetLab lab;
    private Client client;

    @BeforeEach
    void buildLab() throws IOException {
        lab = new NetLab();
        String forward = NetLab.PORT + ":localhost:22";
        client = new Client(lab.onDevice(), lab.sshd(), NetLab.SERVER, forward);
    }

    @AfterEach
    void clearLab() throws IOException {
        client.close();
        lab.close();
    }

    @Test
    void comesBackAfterTheServerSessionWasKilled() throws IOException {
        up();
        lab.sshd().kill(lab.sshd().session());
        lab.awaitAnswers(GENEROUS);
    }

    @Test
    void comesBackAfterSshdWasRestarted() throws IOException {
        up();
        lab.sshd().stop();
        lab.awaitSilence(GENEROUS);
        lab.sshd().start();
        lab.awaitAnswers(GENEROUS);
    }

    @Test
    void comesBackAfterABlackhole() throws IOException {
        up();
        lab.net("cut");
        await().atMost(GENEROUS).until(() -> state().equals("suspect"));
        lab.net("heal");
        lab.awaitAnswers(GENEROUS);
        await().atMost(GENEROUS).until(() -> state().equals("up"));
    }

    @Test
    void comesBackAfterTheNatForgotTheConnection() throws IOException {
        up();
        lab.net("forget");
        lab.awaitSilence(GENEROUS);
        lab.awaitAnswers(GENEROUS);
    }

    @Test
    void comesBackFromAnotherAddress() throws IOException {
        up();
        ProcessHandle before = lab.sshd().session();
        lab.net("move");
        // It may be back before three visits have heard nothing; the old session tells.
        await().atMost(GENEROUS).until(() -> !lab.sshd().sessions().contains(before));
        lab.awaitAnswers(GENEROUS);
    }

    @Test
    void keepsTheTunnelAndSaysSoWhileTheTargetIsDown() throws IOException {
        up();
        ProcessHandle session = lab.sshd().session();
        lab.targetDown();
        lab.awaitSilence(GENEROUS);
        await().atMost(Duration.ofSeconds(150)).until(() -> proof().equals("target-down"));
        assertEquals("up", state());
        lab.targetUp();
        lab.awaitAnswers(GENEROUS);
        assertEquals(session, lab.sshd().session(), "the same session");
    }

    @Test
    void getsThePortThatAFrozenStrangerHeldOnceTheReaperFreedIt() throws IOException {
        // Somebody else's session: nothing in our journal says that we may end it.
        Process plain =
                lab.start(
                        lab.onDevice(
                                lab.sshd()
                                        .ssh(
                                                "-N",
                                                "-R",
                                                "localhost:" + NetLab.PORT + ":localhost:22")
                                        .toArray(String[]::new)));
        lab.awaitAnswers(GENEROUS);
        lab.sshd().freeze(lab.sshd().session());
        plain.destroyForcibly();
        client.start();
        await().atMost(GENEROUS).until(() -> client.log().contains("state="));
        lab.awaitSilence(GENEROUS);
        lab.start(
                lab.onServer(
                        Reaper.command("run", "--ports", "" + NetLab.PORT, "--timeout", "2")
                                .toArray(String[]::new)));
        lab.awaitAnswers(GENEROUS);
    }

    private void up() throws IOException {
        client.start();
        lab.awaitAnswers(GENEROUS);
        await().atMost(GENEROUS).until(() -> state().equals("up"));
    }

    private String state() {
        return client.status().get("state").getAsString();
    }

    private String proof() {
        return client.status().get("proof").getAsString();
    }
}
