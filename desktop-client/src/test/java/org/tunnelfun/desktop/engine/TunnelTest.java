package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.Retry;

/** A tunnel's life, played on a fake clock against a scripted server. */
class TunnelTest {
    @TempDir private Path state;

    @Test
    void aTunnelIsUpOnlyOnceItIsProven() {
        Scene scene = new Scene(state);
        scene.ssh.script =
                (n, listener) -> {
                    scene.ssh.server.targetDown = false;
                    scene.ssh.login(listener);
                };
        scene.start();
        assertEquals(
                List.of(TunnelState.OFF, TunnelState.CONNECTING, TunnelState.UP), scene.states());
        assertEquals(Proof.PROVEN, scene.status().proof());
        assertEquals(1, scene.status().logins());
        assertTrue(scene.ssh.last().checks >= 1);
        scene.seconds(3);
        assertEquals("up 1 day", scene.status().heartbeat());
    }

    @Test
    void aHealthyIdleTunnelKeepsItsOneLoginForADay() {
        Scene scene = new Scene(state).up();
        for (int s = 0; s < 24 * 360; s++) {
            scene.seconds(10);
            scene.ssh.last().bytes += 100;
            scene.ssh.last().heartbeat.accept("up 1 day");
        }
        assertEquals(1, scene.ssh.attempts);
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void aSteadySessionThatIsLostIsReplacedAtOnce() {
        Scene scene = new Scene(state).up();
        scene.ssh.last().lose("the server closed the connection");
        assertEquals(0, scene.untilUp(1), 0.11);
        assertEquals(2, scene.status().logins());
    }

    @Test
    void sessionsThatNeverBecomeSteadyAreRetriedMoreAndMoreSlowly() {
        Scene scene = new Scene(state);
        scene.ssh.script =
                (n, listener) ->
                        scene.time
                                .loop("server")
                                .after(
                                        Duration.ofMillis(100),
                                        () -> scene.ssh.login(listener).lose("killed"));
        scene.start();
        scene.seconds(600);
        assertTrue(scene.ssh.attempts < 75, "attempts in ten minutes: " + scene.ssh.attempts);
        assertTrue(scene.ssh.attempts > 50, "attempts in ten minutes: " + scene.ssh.attempts);
    }

    @Test
    void theFirstFailureIsNeverFinalAndAnUnreachableServerIsTriedEachSecond() {
        Scene scene = new Scene(state);
        scene.ssh.script = ScriptedSsh.unreachable();
        scene.start();
        scene.seconds(60);
        assertEquals(60, scene.ssh.attempts, 12);
        scene.ssh.script = (n, listener) -> scene.ssh.login(listener);
        assertTrue(scene.untilUp(2) <= 1.3);
    }

    @Test
    void aServerThatTurnsAwayOnceAfterALongOutageIsSoonTriedAgain() {
        Scene scene = new Scene(state);
        scene.ssh.script = ScriptedSsh.unreachable();
        scene.start().seconds(60);
        scene.ssh.script =
                (n, listener) -> {
                    scene.ssh.script = (again, later) -> scene.ssh.login(later);
                    listener.failed(Failure.of(Failure.Kind.OVERLOADED, "MaxStartups"));
                };
        // Chance in the middle: a second, and half of four.
        assertEquals(4, scene.untilUp(60), 1.1);
    }

    @Test
    void afterFiveUnreachableMinutesTheTriesSlowDown() {
        Scene scene = new Scene(state);
        scene.ssh.script = ScriptedSsh.unreachable();
        scene.start();
        scene.seconds(310);
        int before = scene.ssh.attempts;
        scene.seconds(600);
        assertEquals(60, scene.ssh.attempts - before, 12);
    }

    @Test
    void withoutANetworkNothingIsTriedAndItsReturnIsUsedAtOnce() throws Exception {
        Scene scene = new Scene(state);
        scene.ssh.script = ScriptedSsh.unreachable();
        scene.start();
        scene.tunnels.networkChanged(java.util.Set.of(), "every address is gone");
        scene.seconds(5);
        int before = scene.ssh.attempts;
        scene.seconds(3600);
        assertEquals(before, scene.ssh.attempts);
        assertEquals("no network", scene.status().reason());
        scene.ssh.script = (n, listener) -> scene.ssh.login(listener);
        scene.tunnels.networkChanged(
                java.util.Set.of(java.net.InetAddress.getByName("192.0.2.7")), "wlan0");
        assertEquals(0, scene.untilUp(1), 0.11);
    }

    @Test
    void whatNeedsTheUserIsTriedEveryFiveMinutesAndStaysShown() {
        Scene scene = new Scene(state);
        scene.ssh.script =
                (n, listener) ->
                        listener.failed(
                                new Failure(Failure.Kind.HOST_KEY, "unknown host key", "compare"));
        scene.start();
        scene.seconds(3600);
        assertEquals(TunnelState.NEEDS_USER, scene.state());
        assertEquals(13, scene.ssh.attempts, 3);
        assertEquals(
                List.of(TunnelState.OFF, TunnelState.CONNECTING, TunnelState.NEEDS_USER),
                scene.states());
        assertEquals("compare", scene.status().failure().orElseThrow().advice());
    }

    @Test
    void aTargetThatIsDownKeepsTheTunnelAndIsSeenComingBack() {
        Scene scene = new Scene(state).up();
        scene.ssh.server.targetDown = true;
        scene.seconds(65);
        assertEquals(TunnelState.UP, scene.state());
        assertEquals(Proof.TARGET_DOWN, scene.status().proof());
        scene.ssh.server.targetDown = false;
        scene.seconds(11);
        assertEquals(Proof.PROVEN, scene.status().proof());
        assertEquals(1, scene.ssh.attempts);
    }

    @Test
    void aRefusedBindIsRepeatedOnTheSameLogin() {
        Scene scene = new Scene(state);
        scene.ssh.server.foreignHolder = true;
        scene.ssh.server.probe = SshSession.Heard.FOREIGN;
        scene.start();
        scene.seconds(3600);
        assertEquals(1, scene.ssh.attempts);
        int binds = scene.ssh.last().binds;
        assertTrue(binds > 1000 && binds < 2000, "binds in an hour: " + binds);
        assertEquals(TunnelState.CONNECTING, scene.state());
        assertEquals(Failure.Kind.BIND_REFUSED, scene.status().failure().orElseThrow().kind());
        assertTrue(scene.status().reason().contains("answers"), scene.status().reason());
        scene.ssh.server.foreignHolder = false;
        assertTrue(scene.untilUp(3) <= 2.1);
    }

    @Test
    void aPortThatIsRefusedAlthoughNobodyListensNeedsTheUser() {
        Scene scene = new Scene(state);
        scene.ssh.server.bindForbidden = true;
        scene.start();
        scene.seconds(60);
        assertEquals(TunnelState.NEEDS_USER, scene.state());
        assertTrue(
                scene.status()
                        .failure()
                        .orElseThrow()
                        .advice()
                        .contains("permitlisten=\"localhost:2000\""));
        scene.ssh.server.bindForbidden = false;
        scene.seconds(3);
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void aServerThatGrantsAPortAndDoesNotListenIsAskedEverMoreRarelyAndSaidSo() {
        Scene scene = new Scene(state).up();
        scene.ssh.server.listensElsewhere = true;
        for (int s = 0; s < 600; s += 10) {
            scene.seconds(10);
            scene.ssh.last().heartbeat.accept("up 1 day");
        }
        int binds = scene.ssh.last().binds;
        assertTrue(binds > 8 && binds < 15, "binds in ten minutes: " + binds);
        assertEquals(TunnelState.NEEDS_USER, scene.state());
        assertEquals(
                "the server granted port 2000, but does not listen at localhost:2000",
                scene.status().reason());
        assertEquals(Failure.Kind.NOT_PERMITTED, scene.status().failure().orElseThrow().kind());
        scene.ssh.server.listensElsewhere = false;
        for (int s = 0; s < 120; s += 10) {
            scene.seconds(10);
            scene.ssh.last().heartbeat.accept("up 1 day");
        }
        assertEquals(TunnelState.UP, scene.state());
        assertEquals(1, scene.ssh.attempts);
    }

    @Test
    void aForbiddenSelfCheckLeavesTheTunnelUpButUnproven() {
        Scene scene = new Scene(state);
        scene.ssh.server.checkForbidden = true;
        scene.start();
        assertEquals(TunnelState.UP, scene.state());
        assertEquals(Proof.UNPROVEN, scene.status().proof());
        assertTrue(scene.status().reason().contains("not proven end to end"));
    }

    @Test
    void pauseEndsTheSessionAndResumeBringsItBack() {
        Scene scene = new Scene(state).up();
        scene.tunnels.pause("nas");
        scene.seconds(60);
        assertEquals(TunnelState.OFF, scene.state());
        assertEquals(0, scene.ssh.open());
        assertTrue(scene.tunnels.resume(null));
        assertEquals(0, scene.untilUp(1), 0.11);
        assertFalse(scene.tunnels.pause("laptop"));
    }

    @Test
    void reconnectEndsTheSessionAndLogsInAgain() {
        Scene scene = new Scene(state).up();
        scene.tunnels.reconnect("nas");
        scene.seconds(1);
        assertEquals(TunnelState.UP, scene.state());
        assertEquals(2, scene.ssh.attempts);
        assertEquals(1, scene.ssh.open());
    }

    @Test
    void onlyChangedTunnelsRestartWhenTheConfigIsApplied() {
        Scene scene = new Scene(state).up();
        scene.tunnels.apply(List.of(Scene.config()));
        scene.seconds(5);
        assertEquals(1, scene.ssh.attempts);
        scene.tunnels.apply(List.of(Scene.challenge(Retry.Challenge.OFF).apply(Scene.config())));
        scene.seconds(5);
        assertEquals(2, scene.ssh.attempts);
        assertEquals(1, scene.ssh.open());
    }
}
