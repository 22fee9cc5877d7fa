package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.engine.Failure.Kind;

/** How the clients of one server come back without pushing. */
class CrowdTest {

    @TempDir Path state;

    /** A thousand clients would fill the log. */
    @BeforeAll
    static void quiet() {
        ((Logger) LoggerFactory.getLogger(Attempts.class)).setLevel(Level.WARN);
    }

    @AfterAll
    static void loud() {
        ((Logger) LoggerFactory.getLogger(Attempts.class)).setLevel(null);
    }

    @ParameterizedTest(name = "{0} sessions, a login of {1} ms: within {2} ms")
    @CsvSource({
        "0, 300, 0",
        "10, 5000, 0",
        "12, 300, 300",
        "100, 100, 4500",
        "500, 300, 73500",
        "1000, 5000, 120000",
        "999999, 1, 120000",
    })
    void theTimeGrowsWithTheSessionsAndTheLoginAndStaysBounded(
            int sessions, long login, long expected) {
        assertEquals(
                Duration.ofMillis(expected),
                new Crowd(sessions, Duration.ofMillis(login)).spread());
    }

    @ParameterizedTest(name = "{0}, which asks for {1} ms, chance {2}: {3} ms")
    @CsvSource({
        "REFUSED, 500, 0.0, 58800",
        "UNREACHABLE, 500, 0.5, 73500",
        "OVERLOADED, 4000, 0.5, 36750",
        "LOGIN, 4000, 0.0, 4000",
        "HOST_KEY, 300000, 0.5, 300000",
    })
    void aCrowdOnlyEverMakesAWaitLonger(Kind kind, long wait, double chance, long expected) {
        Crowd crowd = new Crowd(500, Duration.ofMillis(300));
        assertEquals(expected, crowd.spread(kind, Duration.ofMillis(wait), chance).toMillis());
        assertEquals(
                Duration.ofMillis(wait), Crowd.NONE.spread(kind, Duration.ofMillis(wait), chance));
    }

    /** MaxStartups 10:30:100 turns away from the tenth on that is still logging in. */
    @ParameterizedTest(name = "down for {0} s")
    @ValueSource(ints = {0, 5, 20, 60})
    void aThousandClientsOfARestartedServerStayUnderItsMaxStartups(int down) {
        try (Fleet fleet = new Fleet(1000)) {
            fleet.up();
            fleet.restart(Duration.ofSeconds(down));
            fleet.pass(Crowd.MOST.plusSeconds(30));
            assertEquals(1000, fleet.loggedIn, "back");
            assertTrue(fleet.peak <= 10, "logging in at the same moment: " + fleet.peak);
        }
    }

    @Test
    void aPersonsFewDevicesComeBackAtOnce() {
        try (Fleet fleet = new Fleet(10)) {
            fleet.up();
            fleet.restart(Duration.ZERO);
            fleet.pass(Duration.ofSeconds(1));
            assertEquals(10, fleet.loggedIn, "back");
        }
    }

    @Test
    void theOthersAreCountedAgainBecauseTheyComeBackAfterUs() {
        Scene scene = new Scene(state).up();
        scene.ssh.server.sessions = 500;
        scene.seconds(120);
        scene.ssh.last().lose("the server closed the connection");
        // 490 others, 100 ms for a login, and chance is in the middle.
        assertEquals(12.3, scene.untilUp(30), 0.2);
    }

    @Test
    void aSessionThatIsLostIsNotHeldByATimerUntilItsNextCount() {
        Scene scene = new Scene(state).up();
        long timers = scene.time.timers();
        for (int i = 0; i < 5; i++) {
            scene.ssh.last().lose("the server closed the connection");
            scene.seconds(10);
            assertEquals(TunnelState.UP, scene.state());
        }
        assertTrue(scene.time.timers() <= timers + 1, scene.time.timers() + " after " + timers);
    }

    /** Clients of one server, each its own program, that knows nothing of the others. */
    private final class Fleet implements AutoCloseable {
        private static final Duration LOGIN = Duration.ofMillis(300);

        private final FakeTime time = new FakeTime();
        private final Time.Loop server = time.loop("server");
        private final List<Tunnel> tunnels = new ArrayList<>();
        private final List<ScriptedSession> sessions = new ArrayList<>();
        private boolean listens = true;
        private int loggingIn;
        private int loggedIn;
        private int peak;

        Fleet(int clients) {
            Random chance = new Random(7);
            Journal journal = new Journal(state, "device", "run");
            for (int i = 0; i < clients; i++) {
                ScriptedSsh ssh = new ScriptedSsh();
                ssh.server.sessions = clients;
                ssh.script = (number, listener) -> knock(ssh, listener);
                Random own = new Random(chance.nextLong());
                tunnels.add(
                        new Tunnel(Scene.config(), ssh, time, own, journal, () -> 1, status -> {}));
            }
        }

        private void knock(ScriptedSsh ssh, Ssh.Listener listener) {
            if (!listens) {
                listener.failed(Failure.of(Kind.REFUSED, "connection refused"));
                return;
            }
            peak = Math.max(peak, ++loggingIn);
            server.after(
                    LOGIN,
                    () -> {
                        loggingIn--;
                        loggedIn++;
                        ScriptedSession session =
                                new ScriptedSession(ssh.server, listener, ++ssh.server.pids);
                        session.login = LOGIN;
                        sessions.add(session);
                        listener.opened(session);
                    });
        }

        /** All steady, and told how many they are. */
        void up() {
            tunnels.forEach(Tunnel::start);
            pass(Duration.ofSeconds(20));
            assertEquals(tunnels.size(), loggedIn);
        }

        void restart(Duration down) {
            listens = false;
            peak = 0;
            loggedIn = 0;
            server.after(down, () -> listens = true);
            List.copyOf(sessions).forEach(s -> s.lose("the server closed the connection"));
            pass(down);
        }

        void pass(Duration by) {
            time.pass(by);
        }

        @Override
        public void close() {
            tunnels.forEach(t -> t.close(() -> {}));
            pass(Duration.ZERO);
        }
    }
}
