package org.tunnelfun.desktop.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.RealSshd;

/** The whole engine against a real sshd. */
class RealTunnelTest {
    private static final Duration GENEROUS = Duration.ofSeconds(40);

    @TempDir private Path state;
    private RealSshd sshd;
    private BannerTarget target;
    private int port;
    private Tunnels tunnels;

    @BeforeEach
    void startServer() throws IOException {
        sshd = RealSshd.stock();
        target = BannerTarget.start();
        port = FreePort.next();
    }

    @AfterEach
    void stopAll() throws IOException {
        if (tunnels != null) {
            tunnels.close();
        }
        target.close();
        sshd.close();
    }

    private Tunnels run(String run) {
        Journal journal = new Journal(state, "device", run);
        Tunnels all = new Tunnels(new JschSsh(), Time.system(), new Random(), journal);
        all.apply(List.of(config()));
        return all;
    }

    private TunnelConfig config() {
        ServerConfig server =
                ServerConfig.of("home", "127.0.0.1", sshd.port(), sshd.user())
                        .withoutAgent()
                        .withIdentityFile(sshd.identity())
                        .withKnownHosts(sshd.knownHosts(), ServerConfig.StrictHostKeyChecking.YES);
        Forward forward =
                new Forward(
                        new Forward.Remote("localhost", port),
                        new Forward.Target("127.0.0.1", target.port()),
                        Forward.Expect.SSH);
        return new TunnelConfig(
                "nas",
                server,
                Optional.empty(),
                true,
                List.of(forward),
                Retry.DEFAULTS,
                Staleness.DEFAULTS);
    }

    private TunnelStatus status() {
        return tunnels.statuses().get(0);
    }

    private void awaitProven(int logins) {
        await().atMost(GENEROUS)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> {
                            TunnelStatus s = status();
                            assertTrue(
                                    s.state() == TunnelState.UP
                                            && s.proof() == Proof.PROVEN
                                            && s.logins() >= logins,
                                    s::toString);
                        });
    }

    @Test
    void aTunnelComesUpProvenAndComesBackAfterItsServerSessionIsKilled() {
        tunnels = run("run-1");
        awaitProven(1);
        sshd.kill(sshd.session());
        awaitProven(2);
    }

    @Test
    void aServerWithOneShellAtATimeTellsTheProcessAndRunsTheHeartbeat() throws IOException {
        sshd.close();
        sshd = RealSshd.with().option("MaxSessions", "1").start();
        tunnels = run("run-1");
        await().atMost(GENEROUS).until(() -> status().heartbeat().contains("load average"));
        assertTrue(Files.readString(state.resolve("sessions")).contains("" + port));
    }

    @Test
    void aFrozenServerSessionIsEndedAndItsPortTakenBack() {
        tunnels = run("run-1");
        awaitProven(1);
        ProcessHandle frozen = sshd.session();
        sshd.freeze(frozen);
        awaitProven(2);
        await().atMost(GENEROUS).until(() -> !sshd.sessions().contains(frozen));
        assertEquals(1, sshd.sessions().size());
    }

    @Test
    void aRestartedClientTakesThePortBackFromTheFrozenSessionOfTheEarlierRun() {
        tunnels = run("run-1");
        awaitProven(1);
        sshd.freeze(sshd.session());
        tunnels.close();
        tunnels = run("run-2");
        awaitProven(1);
        assertEquals(1, sshd.sessions().size());
    }

    @Test
    void aTargetThatGoesDownKeepsTheTunnel() throws IOException {
        tunnels = run("run-1");
        awaitProven(1);
        target.down();
        tunnels.wake("the test looks at once");
        await().atMost(GENEROUS).until(() -> status().proof() == Proof.TARGET_DOWN);
        assertEquals(TunnelState.UP, status().state());
        assertEquals(1, status().logins());
        target.up();
        await().atMost(GENEROUS).until(() -> status().proof() == Proof.PROVEN);
    }
}
