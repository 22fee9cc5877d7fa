package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Whatever happens in whatever order: at most two sessions, and up again once it is over. */
class RandomFaultsTest {
    private static final int STEPS = 400;
    private static final int SECOND = 2001;

    @TempDir private Path state;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aTunnelSurvivesEveryOrderOfFaults(long seed) {
        Random chance = new Random(seed);
        Retry.Challenge[] modes = Retry.Challenge.values();
        Scene scene =
                new Scene(
                        state,
                        "run-" + seed,
                        Scene.challenge(modes[(int) seed % modes.length])
                                        .andThen(c -> seed % 2 == 0 ? also(c) : c)
                                ::apply);
        scene.ssh.server.shell = seed % 3 != 0;
        scene.start();
        for (int step = 0; step < STEPS; step++) {
            fault(scene, chance);
            scene.seconds(chance.nextInt(4) == 0 ? chance.nextInt(60) : chance.nextDouble() * 3);
            assertTrue(scene.ssh.open() <= 2, "open sessions: " + scene.ssh.open());
        }
        heal(scene);
        scene.seconds(900);
        for (int look = 0; look < 10; look++) {
            heartbeat(scene);
            scene.seconds(10);
        }
        assertEquals(TunnelState.UP, scene.state(), () -> scene.status().toString());
        assertEquals(1, scene.ssh.open());
        assertEquals(scene.ssh.server.holder, openOne(scene));
    }

    private static TunnelConfig also(TunnelConfig first) {
        return Scene.alsoForwarding(SECOND).apply(first);
    }

    private static ScriptedSession openOne(Scene scene) {
        return scene.ssh.sessions.stream().filter(s -> !s.closed).findFirst().orElseThrow();
    }

    private static void heartbeat(Scene scene) {
        scene.ssh.sessions.stream()
                .filter(s -> !s.closed && !s.frozen)
                .forEach(s -> s.heartbeat.accept("up"));
    }

    private static void fault(Scene scene, Random chance) {
        ScriptedSsh ssh = scene.ssh;
        ScriptedSession any =
                ssh.sessions.isEmpty()
                        ? null
                        : ssh.sessions.get(
                                Math.max(0, ssh.sessions.size() - 1 - chance.nextInt(2)));
        switch (chance.nextInt(18)) {
            case 0, 1, 2 -> ifThere(any, () -> any.frozen = true);
            case 3, 4 -> ifThere(any, any == null ? () -> {} : any::thaw);
            case 5 -> {
                if (any != null && !any.closed) {
                    any.lose("lost");
                }
            }
            case 6 -> ssh.script = ScriptedSsh.unreachable();
            case 7 -> ssh.script = (n, listener) -> ssh.login(listener);
            case 8 ->
                    ssh.script =
                            (n, listener) -> {
                                // Neither answered nor refused until it is cancelled.
                            };
            case 9 -> ssh.server.foreignHolder = chance.nextBoolean();
            case 10 -> ssh.server.targetDown = chance.nextBoolean();
            case 11 -> ssh.server.checkForbidden = chance.nextBoolean();
            case 12 -> scene.tunnels.networkChanged(addresses(chance), "changed");
            case 13 -> scene.time.standStill(Duration.ofSeconds(chance.nextInt(100)));
            case 14 -> scene.tunnels.reconnect(null);
            case 15 -> ssh.server.slowShell = chance.nextBoolean();
            case 16 -> {
                if (!ssh.server.refusedPorts.remove(SECOND)) {
                    ssh.server.refusedPorts.add(SECOND);
                }
            }
            default -> {
                scene.tunnels.pause(null);
                scene.seconds(1);
                scene.tunnels.resume(null);
            }
        }
        heartbeat(scene);
    }

    private static void ifThere(ScriptedSession session, Runnable fault) {
        if (session != null) {
            fault.run();
        }
    }

    private static Set<InetAddress> addresses(Random chance) {
        try {
            return chance.nextInt(4) == 0
                    ? Set.of()
                    : Set.of(
                            InetAddress.getByAddress(
                                    new byte[] {10, 0, 0, (byte) chance.nextInt(9)}));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static void heal(Scene scene) {
        ScriptedSsh ssh = scene.ssh;
        ssh.script = (n, listener) -> ssh.login(listener);
        ssh.server.foreignHolder = false;
        ssh.server.targetDown = false;
        ssh.server.checkForbidden = false;
        ssh.server.slowShell = false;
        ssh.server.refusedPorts.clear();
        // A frozen session that nobody may end goes with its server's restart.
        ScriptedSession holder = ssh.server.holder;
        if (holder != null && holder.frozen && !holder.identified) {
            ssh.server.holder = null;
        }
        scene.tunnels.networkChanged(addresses(new Random(1)), "healed");
        scene.tunnels.reconnect(null);
    }
}
