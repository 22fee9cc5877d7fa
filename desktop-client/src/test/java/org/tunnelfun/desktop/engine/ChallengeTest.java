package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.Retry;

/** Rule 4: a granted bind is proof, too. */
class ChallengeTest {
    @TempDir private Path state;

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
}
