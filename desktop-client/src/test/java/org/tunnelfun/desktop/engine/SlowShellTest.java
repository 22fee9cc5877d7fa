package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What waits, and for how long, until the server's shell tells which process a session is. */
class SlowShellTest {
    @TempDir private Path state;

    @Test
    void portsDoNotWaitForASlowShellOnTheServerButTheTunnelIsNotCalledUpBefore() {
        Scene scene = new Scene(state);
        scene.ssh.server.slowShell = true;
        scene.start();
        assertPortBeforeUp(scene);
        scene.seconds(30);
        scene.ssh.last().lose("sshd was restarted");
        scene.seconds(0.1);
        assertPortBeforeUp(scene);
    }

    private static void assertPortBeforeUp(Scene scene) {
        assertEquals(scene.ssh.last(), scene.ssh.server.holder);
        assertEquals(TunnelState.CONNECTING, scene.state());
        assertTrue(scene.status().reason().contains("server's shell"), scene.status().reason());
        assertEquals(2, scene.untilUp(3), 0.11);
    }

    @Test
    void theHeartbeatWaitsForTheFirstAnswerOfTheServersShell() {
        Scene scene = new Scene(state);
        scene.ssh.server.slowShell = true;
        scene.start();
        assertEquals(0, scene.ssh.last().heartbeats, "MaxSessions may be 1");
        scene.seconds(2.1);
        assertEquals(1, scene.ssh.last().heartbeats, "it does not wait for ever");
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void aHeartbeatThatWasRefusedIsTriedOnceMore() {
        Scene scene = new Scene(state);
        scene.ssh.server.shell = false;
        scene.start();
        assertEquals(1, scene.ssh.last().heartbeats);
        scene.ssh.server.shell = true;
        scene.seconds(20);
        assertEquals("up 1 day", scene.status().heartbeat());
    }

    @Test
    void anAccountWithoutAShellIsNotAskedForAHeartbeatAgainAndAgain() {
        Scene scene = new Scene(state);
        scene.ssh.server.shell = false;
        scene.start();
        scene.seconds(600);
        assertEquals(2, scene.ssh.last().heartbeats);
        assertEquals(TunnelState.UP, scene.state());
    }

    @Test
    void whereTheNetworkJustFailedPortsWaitUntilASessionThatFallsSilentCouldBeEnded() {
        for (Failure.Kind kind :
                List.of(Failure.Kind.UNREACHABLE, Failure.Kind.OVERLOADED, Failure.Kind.LOGIN)) {
            Scene scene = new Scene(state);
            scene.ssh.server.slowShell = true;
            scene.ssh.script = (n, listener) -> listener.failed(Failure.of(kind, "no answer"));
            scene.start();
            scene.ssh.script = (n, listener) -> scene.ssh.login(listener);
            while (scene.ssh.sessions.isEmpty()) {
                scene.seconds(0.1);
            }
            scene.seconds(1.5);
            assertEquals(0, scene.ssh.last().binds, kind.name());
            scene.seconds(1);
            assertEquals(1, scene.ssh.last().binds, "they do not wait for ever");
        }
    }
}
