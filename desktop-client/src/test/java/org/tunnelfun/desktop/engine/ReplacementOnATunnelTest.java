package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.Retry;

/** Rules 2 to 5: suspect early, replace on proof, challenge, take the port back. */
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
    void theReaperIsAskedAboutASilentHolder() {
        Scene scene = new Scene(state, "run-1", Scene.reaper(7022));
        scene.ssh.server.foreignHolder = true;
        scene.start();
        assertTrue(scene.untilUp(2) <= 1);
        assertEquals(1, scene.ssh.attempts);
    }

    @Test
    void aRestartedClientEndsItsOwnSilentSessionOfTheEarlierRun() {
        Scene first = new Scene(state).up();
        ScriptedSession old = first.ssh.last();
        old.frozen = true;
        Scene second = new Scene(state, "run-2", c -> c);
        second.ssh.server.holder = old;
        second.ssh.server.pids = 500;
        second.start();
        assertTrue(second.untilUp(2) <= 1);
        assertEquals(List.of(old.pid), second.ssh.server.ended);
        // The answer of a silent holder takes a while, so the probe goes ahead of the binds.
        assertEquals(List.of("probe", "bind", "bind", "bind"), second.ssh.last().asked);
    }

    @Test
    void aPortWithoutAnEarlierSessionOfOursIsNotProbedBeforeItIsRefused() {
        Scene scene = new Scene(state).up();
        assertEquals(List.of("bind"), scene.ssh.last().asked);
    }

    @Test
    void aHolderThatAnsweredAtTheLoginIsProbedAgainBeforeAnythingIsEnded() {
        ScriptedSession old = new Scene(state).up().ssh.last();
        Scene second = new Scene(state, "run-2", c -> c);
        second.ssh.server.holder = old;
        second.ssh.server.pids = 500;
        second.ssh.server.firstProbes.add(SshSession.Heard.FOREIGN);
        second.start();
        second.seconds(1);
        assertEquals(
                List.of("probe", "bind", "bind", "probe"), second.ssh.last().asked.subList(0, 4));
        assertEquals(List.of(old.pid), second.ssh.server.ended);
    }

    @Test
    void aCopiedStateFileEndsNobodyWhoAnswers() {
        Scene first = new Scene(state).up();
        Scene clone = new Scene(state, "run-2", c -> c);
        clone.ssh.server.holder = first.ssh.last();
        clone.ssh.server.pids = 500;
        clone.ssh.server.probe = SshSession.Heard.FOREIGN;
        clone.start();
        clone.seconds(3600);
        assertEquals(List.of(), clone.ssh.server.ended);
    }

    @Test
    void earlierSessionsAreEndedAtMostThreeTimesInTenMinutes() {
        for (int run = 1; run <= 5; run++) {
            Scene scene = new Scene(state, "run-" + run, c -> c);
            scene.ssh.server.pids = run * 1000L;
            scene.up();
        }
        Scene last = new Scene(state, "run-9", c -> c);
        last.ssh.server.pids = 9000;
        last.ssh.server.foreignHolder = true;
        last.start();
        last.seconds(300);
        assertEquals(3, last.ssh.server.ended.size());
    }

    @Test
    void alwaysChallengeReplacesASessionThatNoLongerHoldsItsPort() {
        Scene scene = new Scene(state, "run-1", Scene.challenge(Retry.Challenge.ALWAYS));
        scene.up();
        scene.seconds(301);
        assertEquals(2, scene.ssh.attempts);
        assertEquals(1, scene.ssh.open());
        assertFalse(scene.ssh.sessions.get(0).closed);
        scene.ssh.server.holder = null;
        scene.ssh.server.checkForbidden = true;
        scene.seconds(300);
        assertTrue(scene.ssh.sessions.get(0).closed);
        assertEquals(1, scene.ssh.open());
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void aChallengeThatHasToTakeOverBeforeItKnowsItselfStillBinds() {
        Scene scene = new Scene(state, "run-1", Scene.challenge(Retry.Challenge.ALWAYS));
        scene.ssh.server.shell = false;
        scene.up();
        scene.ssh.server.slowShell = true;
        for (int i = 0; i < 300 && scene.ssh.open() < 2; i++) {
            scene.seconds(1);
        }
        assertEquals(TunnelState.UP, scene.state(), "challenged, not suspect");
        scene.ssh.sessions.get(0).lose("reset");
        scene.seconds(5);
        assertEquals(TunnelState.UP, scene.state());
        assertEquals(2, scene.ssh.attempts, "the challenger was there");
    }

    @Test
    void whenUnprovenIsTheDefaultAndAProvenTunnelCostsNoLogins() {
        Scene scene = new Scene(state).up();
        scene.seconds(3600);
        assertEquals(1, scene.ssh.attempts);
        Scene unproven = new Scene(state);
        unproven.ssh.server.checkForbidden = true;
        unproven.ssh.server.shell = false;
        unproven.start();
        unproven.seconds(3600);
        assertEquals(13, unproven.ssh.attempts, 1);
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
