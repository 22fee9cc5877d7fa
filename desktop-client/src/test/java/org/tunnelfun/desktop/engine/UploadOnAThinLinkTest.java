package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Rules 2 and 3 where our own bytes stand in front of keepalives and checks for minutes. */
class UploadOnAThinLinkTest {
    private static final long RATE = 15_000;

    @TempDir private Path state;
    private Scene scene;
    private ScriptedSession old;

    @BeforeEach
    void up() {
        up(c -> c);
    }

    private void up(UnaryOperator<TunnelConfig> edit) {
        scene = new Scene(state, "run-1", edit).up();
        old = scene.ssh.last();
        scene.seconds(1);
        scene.history.clear();
    }

    @Test
    void aQueueThatDrainsInFrontOfAKeepaliveIsNoReasonToSuspect() {
        old.frozen = true;
        queue(1_000_000);
        drain(25);
        assertFalse(scene.states().contains(TunnelState.SUSPECT));
        assertEquals(1, scene.ssh.attempts);
    }

    @Test
    void aQueueThatStopsDrainingIsOneWithinSeconds() {
        old.frozen = true;
        queue(1_000_000);
        drain(10);
        double took = scene.untilUp(14);
        assertTrue(took >= 4 && took <= 12, "took " + took);
        assertTrue(old.closed);
    }

    @Test
    void onAQuickLinkAnUploadHidesNoFault() {
        old.unconfirmed = OptionalLong.of(1_000_000);
        for (int i = 0; i < 100; i++) {
            old.written += 1_000_000;
            scene.seconds(0.1);
        }
        old.frozen = true;
        double took = scene.untilUp(10);
        assertTrue(took <= 8, "took " + took);
    }

    @Test
    void aReplyIsLateOnceTheQueueInFrontOfItIsGone() {
        old.frozen = true;
        queue(10 * RATE);
        drain(10);
        assertFalse(scene.states().contains(TunnelState.SUSPECT));
        double took = scene.untilUp(8);
        assertTrue(took <= 6, "took " + took);
    }

    @Test
    void aFewBytesOnTheWayDelayNothing() {
        old.frozen = true;
        queue(10_000);
        double took = scene.untilUp(10);
        assertTrue(took <= 8, "took " + took);
    }

    @Test
    void ofAFewBytesItDoesNotMatterWhetherTheyDrain() {
        old.frozen = true;
        queue(10_000);
        for (int tenths = 0; tenths < 80; tenths++) {
            scene.seconds(0.1);
            old.unconfirmed = OptionalLong.of(old.unconfirmed.getAsLong() - 10);
        }
        assertTrue(old.closed);
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void aReplyThatMayTakeLongerMayAlsoOnceTheQueueIsGone() {
        up(Scene.replyWithin(10));
        old.frozen = true;
        queue(20 * RATE);
        drain(24);
        assertFalse(scene.states().contains(TunnelState.SUSPECT));
        double took = scene.untilUp(10);
        assertTrue(took >= 4 && took <= 8, "took " + took);
        assertTrue(old.closed);
    }

    @Test
    void aQueueMayStandStillForAsLongAsAReplyMayTake() {
        up(Scene.replyWithin(20));
        old.frozen = true;
        queue(1_000_000);
        drain(20);
        scene.seconds(22);
        assertFalse(scene.states().contains(TunnelState.SUSPECT));
        assertEquals(1, scene.ssh.attempts);
    }

    @Test
    void aSessionThatSpeaksAndWhoseChecksHaveNoTimeIsKept() {
        scene.ssh.script = slow();
        speakSlowly(180);
        assertFalse(old.closed);
        assertEquals(List.of(), scene.ssh.server.ended);
        assertTrue(scene.ssh.attempts <= 2, "attempts: " + scene.ssh.attempts);
        assertTrue(old.checks < 20, "checks: " + old.checks);
        old.silentChecks = Optional.empty();
        old.thaw();
        scene.seconds(10);
        assertEquals(TunnelState.UP, scene.state());
        assertEquals(1, scene.ssh.open());
        assertFalse(old.closed);
    }

    @Test
    void oneThatSpeaksAndAnswersNothingForMinutesIsReplacedBesideACleanLogin() {
        scene.ssh.script = slow();
        speakSlowly(180);
        assertFalse(old.closed);
        speakSlowly(30);
        assertTrue(old.closed);
        assertEquals(List.of(old.pid), scene.ssh.server.ended);
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void itDoesNotComeBackByGoingOnToSpeakWhileItsProcessIsUnknown() {
        scene = new Scene(state);
        scene.ssh.server.slowShell = true;
        old = scene.up().ssh.last();
        scene.ssh.script = stalled();
        old.frozen = true;
        old.silentChecks = Optional.of(scene.time.loop("checks"));
        for (int s = 0; s < 260; s++) {
            if (s == 200) {
                scene.ssh.script = (n, listener) -> scene.ssh.login(listener);
            }
            scene.seconds(1);
            old.bytes += 100;
        }
        assertTrue(old.closed);
        assertEquals(2, scene.status().logins());
    }

    @Test
    void afterMinutesASecondSessionIsTriedAgainAlthoughTheFirstSpeaks() {
        scene.ssh.script = stalled();
        speakSlowly(180);
        scene.ssh.script = slow();
        speakSlowly(120);
        assertTrue(old.closed);
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void anUploadBehindWhichKeepalivesAreAnsweredLateIsKeptForAsLongAsItTakes() {
        scene.ssh.script = slow();
        for (int minutes = 0; minutes < 30; minutes++) {
            speakSlowly(60);
            old.thaw();
        }
        assertFalse(old.closed);
        assertEquals(List.of(), scene.ssh.server.ended);
    }

    @Test
    void anUploadThatIsSeenToDrainIsKeptHoweverLongAKeepaliveWaitsBehindIt() {
        scene.ssh.script = slow();
        old.frozen = true;
        old.silentChecks = Optional.of(scene.time.loop("checks"));
        queue(600 * RATE);
        for (int s = 0; s < 500; s += 6) {
            scene.seconds(6);
            old.bytes += 100;
            old.unconfirmed = OptionalLong.of(old.unconfirmed.getAsLong() - 6 * RATE);
        }
        assertEquals(TunnelState.SUSPECT, scene.state(), "for want of heartbeats");
        assertFalse(old.closed);
    }

    @Test
    void aCheckThatSpeaksAgainstItCountsBesideOneThatHadNoTime() {
        up(Scene.alsoForwarding(2001));
        scene.ssh.script = slow();
        old.uncheckable.add(2001);
        speakSlowly(60);
        assertTrue(old.closed);
    }

    @Test
    void oneThatFallsSilentAfterSuchAnUploadIsReplaced() {
        scene.ssh.script = slow();
        speakSlowly(60);
        double took = scene.untilUp(25);
        assertTrue(took <= 18, "took " + took);
        assertTrue(old.closed);
    }

    @Test
    void whileItSpeaksNoSecondSessionIsTriedAgainAndAgain() {
        scene.ssh.script = stalled();
        speakSlowly(180);
        assertFalse(old.closed);
        assertTrue(scene.ssh.attempts <= 5, "attempts: " + scene.ssh.attempts);
        scene.ssh.script = (n, listener) -> scene.ssh.login(listener);
        double took = scene.untilUp(30);
        assertTrue(took <= 25, "took " + took);
        assertTrue(old.closed);
    }

    @Test
    void aSilentCheckBesidePromptKeepalivesIsProof() {
        old.silentChecks = Optional.of(scene.time.loop("checks"));
        for (int i = 0; i < 90; i++) {
            scene.seconds(1);
            old.heartbeat.accept("up 1 day");
        }
        assertTrue(old.closed);
        assertEquals(List.of(old.pid), scene.ssh.server.ended);
    }

    private ScriptedSsh.Script slow() {
        return (n, listener) -> scene.ssh.login(listener, Duration.ofSeconds(4));
    }

    private ScriptedSsh.Script stalled() {
        Time.Loop loop = scene.time.loop("logins");
        Failure failure = Failure.of(Failure.Kind.OVERLOADED, "stalled in the authentication");
        return (n, listener) -> {
            listener.connected();
            loop.after(Duration.ofSeconds(15), () -> listener.failed(failure));
        };
    }

    @Test
    void aCheckThatCannotBeMadeThoughThereIsTimeIsNoExcuse() {
        scene.ssh.server.checkImpossible = true;
        old.heartbeat = line -> {};
        scene.seconds(60);
        assertTrue(old.closed);
    }

    private void queue(long bytes) {
        old.written = bytes;
        old.unconfirmed = OptionalLong.of(bytes);
    }

    private void drain(int seconds) {
        for (int i = 0; i < seconds; i++) {
            scene.seconds(1);
            old.heartbeat.accept("up 1 day");
            long left = old.unconfirmed.getAsLong() - RATE;
            old.unconfirmed = OptionalLong.of(Math.max(0, left));
        }
    }

    /** On a system that tells nothing of the queue; the server opens windows every six seconds. */
    private void speakSlowly(int seconds) {
        old.frozen = true;
        old.silentChecks = Optional.of(scene.time.loop("checks"));
        for (int i = 0; i < seconds; i += 6) {
            scene.seconds(6);
            old.bytes += 100;
            old.heartbeat.accept("up 1 day");
        }
    }
}
