package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.Retry;

/** Rules 2 and 3: suspect early, never hang up on silence, replace on proof. */
class ReplacementOnATunnelTest {
    @TempDir private Path state;

    @Test
    void aFrozenServerSessionIsReplacedAndEndedWithinEightSeconds() {
        Scene scene = new Scene(state).up();
        ScriptedSession old = scene.ssh.last();
        old.frozen = true;
        double took = scene.untilUp(10);
        assertTrue(took <= 8, "took " + took);
        assertTrue(old.closed);
        assertEquals(List.of(old.pid), scene.ssh.server.ended);
        assertEquals(2, scene.ssh.attempts);
        assertEquals(1, scene.ssh.open());
        assertTrue(scene.states().contains(TunnelState.SUSPECT));
    }

    @Test
    void afterTrafficAFrozenServerSessionIsReplacedWithinFiveSeconds() {
        Scene scene = new Scene(state).up();
        ScriptedSession old = scene.ssh.last();
        for (int i = 0; i < 50; i++) {
            old.bytes += 500;
            scene.seconds(0.1);
        }
        old.frozen = true;
        double took = scene.untilUp(10);
        assertTrue(took <= 5.3, "took " + took);
    }

    @Test
    void nothingIsTornDownWhileTheNetworkIsDownAndARevivedSessionIsKept() {
        Scene scene = new Scene(state).up();
        ScriptedSession old = scene.ssh.last();
        old.frozen = true;
        scene.ssh.script = ScriptedSsh.unreachable();
        scene.seconds(120);
        assertEquals(TunnelState.SUSPECT, scene.state());
        assertFalse(old.closed);
        old.thaw();
        scene.seconds(1);
        assertEquals(TunnelState.UP, scene.state());
        assertFalse(old.closed);
        assertEquals(1, scene.status().logins());
        // The status does not pretend that the tunnel was down.
        assertEquals(java.time.Instant.parse("2026-01-01T00:00:00Z"), scene.status().since());
    }

    @Test
    void aSessionThatServesOneOfItsPortsIsNotHungUpOnBecauseAnotherIsRefused() {
        Scene scene = new Scene(state, "run-1", Scene.alsoForwarding(2001));
        scene.ssh.server.refusedPorts.add(2001);
        scene.start().seconds(10);
        ScriptedSession old = scene.ssh.last();
        old.frozen = true;
        scene.ssh.script = ScriptedSsh.unreachable();
        scene.seconds(60);
        assertTrue(scene.ssh.attempts > 1, "a second session is tried");
        assertFalse(old.closed);
        scene.ssh.script = (n, listener) -> scene.ssh.login(listener, Duration.ofSeconds(4));
        scene.seconds(3);
        old.thaw();
        scene.seconds(5);
        assertFalse(old.closed, "a self-check through the other port passed");
        assertEquals(1, scene.ssh.open());
        assertEquals(TunnelState.CONNECTING, scene.state());
    }

    @Test
    void aFrozenSessionThatServedOneOfItsPortsIsReplacedAllTheSame() {
        Scene scene = new Scene(state, "run-1", Scene.alsoForwarding(2001));
        scene.ssh.server.refusedPorts.add(2001);
        scene.start().seconds(10);
        ScriptedSession old = scene.ssh.last();
        old.frozen = true;
        scene.seconds(10);
        assertTrue(old.closed);
        assertEquals(List.of(old.pid), scene.ssh.server.ended);
        assertEquals(scene.ssh.last(), scene.ssh.server.holder);
    }

    @Test
    void aSessionThatSpeaksAgainBesideAChallengerIsKeptOnceASelfCheckPasses() {
        Scene scene = new Scene(state).up();
        ScriptedSession old = scene.ssh.last();
        // The challenger's slow login means a bad link, and a long grace.
        scene.ssh.script = (n, listener) -> scene.ssh.login(listener, Duration.ofSeconds(4));
        old.frozen = true;
        scene.seconds(9);
        assertEquals(2, scene.ssh.open());
        assertEquals(TunnelState.SUSPECT, scene.state());
        old.thaw();
        scene.seconds(1);
        assertEquals(TunnelState.UP, scene.state());
        assertFalse(old.closed);
        assertEquals(1, scene.ssh.open());
    }

    @Test
    void aChallengerThatMeetsAForeignHostKeyChangesNothing() {
        Scene scene = new Scene(state).up();
        ScriptedSession old = scene.ssh.last();
        old.frozen = true;
        scene.ssh.script =
                (n, listener) -> listener.failed(new Failure(Failure.Kind.HOST_KEY, "changed", ""));
        scene.seconds(600);
        assertEquals(TunnelState.SUSPECT, scene.state());
        assertFalse(old.closed);
        assertTrue(scene.ssh.attempts <= 14, "attempts: " + scene.ssh.attempts);
    }

    @Test
    void aLostLocalAddressIsReplacedWithoutGrace() throws Exception {
        Scene scene = new Scene(state);
        scene.ssh.script =
                (n, listener) -> {
                    ScriptedSession s =
                            new ScriptedSession(
                                    scene.ssh.server, listener, ++scene.ssh.server.pids) {
                                @Override
                                public Info info() {
                                    return new Info(
                                            "SSH-2.0-S", "SHA256:key", address(pid), login, FACTS);
                                }
                            };
                    scene.ssh.sessions.add(s);
                    listener.connected();
                    listener.opened(s);
                };
        scene.up();
        ScriptedSession old = scene.ssh.last();
        old.frozen = true;
        scene.tunnels.networkChanged(Set.of(address(old.pid + 1)), "the address changed");
        assertTrue(scene.untilUp(2) <= 0.5);
        assertTrue(old.closed);
    }

    private static InetAddress address(long n) {
        try {
            return InetAddress.getByAddress(new byte[] {10, 0, 0, (byte) n});
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void addressesThatComeAndGoElsewhereCostNoLogin() throws Exception {
        Scene scene = new Scene(state).up();
        for (int i = 0; i < 20; i++) {
            scene.tunnels.networkChanged(Set.of(address(1), address(50 + i)), "docker0 changed");
            scene.seconds(30);
        }
        assertEquals(1, scene.ssh.attempts);
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void aBusyUploadDelaysTheReplacementForHalfAMinute() {
        Scene scene = new Scene(state).up();
        ScriptedSession old = scene.ssh.last();
        old.frozen = true;
        old.writeBlocked = Duration.ofSeconds(1).toNanos();
        scene.seconds(25);
        assertFalse(old.closed);
        scene.seconds(20);
        assertTrue(old.closed);
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void aSilentHeartbeatWithAGoodSelfCheckIsStartedAgainWithoutALogin() {
        Scene scene = new Scene(state).up();
        int before = scene.ssh.last().heartbeats;
        scene.seconds(40);
        assertEquals(TunnelState.UP, scene.state());
        assertEquals(before + 1, scene.ssh.last().heartbeats);
        assertEquals(1, scene.ssh.attempts);
    }

    @Test
    void aSilentHeartbeatIsTheProofWhereTheSelfCheckIsForbidden() {
        Scene scene = new Scene(state, "run-1", Scene.challenge(Retry.Challenge.OFF));
        scene.ssh.server.checkForbidden = true;
        scene.start();
        ScriptedSession old = scene.ssh.last();
        scene.seconds(33);
        assertTrue(old.closed);
        assertEquals(2, scene.ssh.attempts);
    }

    @Test
    void oneThatSpeaksWhileItsHeartbeatIsSilentDoesNotReviveAgainAndAgain() {
        Scene scene = new Scene(state, "run-1", Scene.challenge(Retry.Challenge.OFF));
        scene.ssh.server.checkForbidden = true;
        scene.ssh.server.slowShell = true;
        scene.start();
        for (int halves = 0; halves < 1200; halves++) {
            scene.seconds(0.5);
            scene.ssh.sessions.forEach(s -> s.bytes += 100);
        }
        assertTrue(scene.ssh.attempts > 5, "each is replaced after half a minute");
        assertTrue(scene.ssh.attempts < 20, "attempts: " + scene.ssh.attempts);
        assertEquals(1, scene.ssh.open());
        assertEquals(scene.ssh.last(), scene.ssh.server.holder);
    }

    @Test
    void withoutAShellOneThatSpeaksWhileItsChecksAreSilentGivesItsPortUp() {
        Scene scene = new Scene(state);
        scene.ssh.server.shell = false;
        scene.up();
        ScriptedSession old = scene.ssh.last();
        old.silentChecks = Optional.of(scene.time.loop("checks"));
        while (scene.ssh.attempts == 1) {
            scene.seconds(0.1);
        }
        scene.seconds(5);
        assertTrue(old.closed);
        assertEquals(TunnelState.UP, scene.state());
        scene.seconds(60);
        assertEquals(2, scene.ssh.attempts);
    }

    @Test
    void withoutAShellTheOldSessionIsKeptWhileTheChallengerAsksForThePort() {
        Scene scene = new Scene(state);
        scene.ssh.server.shell = false;
        scene.up();
        ScriptedSession old = scene.ssh.last();
        old.frozen = true;
        scene.seconds(12);
        assertFalse(old.closed);
        assertEquals(TunnelState.CONNECTING, scene.state());
        old.thaw();
        scene.seconds(1);
        assertEquals(TunnelState.UP, scene.state());
        assertFalse(old.closed);
        assertEquals(1, scene.ssh.open());
    }

    @Test
    void aStandstillOfTheProcessAsksBeforeItSuspects() {
        Scene scene = new Scene(state).up();
        scene.time.standStill(Duration.ofSeconds(120));
        scene.seconds(5);
        assertEquals(TunnelState.UP, scene.state());
        assertEquals(1, scene.ssh.attempts);
    }
}
