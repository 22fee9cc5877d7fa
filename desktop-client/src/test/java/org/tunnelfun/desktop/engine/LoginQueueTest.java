package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Who may log in, and when. */
class LoginQueueTest {

    private final FakeTime time = new FakeTime();
    private final List<String> begun = new ArrayList<>();
    private final List<String> cancelled = new ArrayList<>();
    private final List<Ssh.Listener> listeners = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private boolean broken;
    private final LoginQueue queue = new LoginQueue(this::begin, time.loop("clock"));

    @Test
    void fourAtATimeLogInToOneServerAndNobodyWaitsForAnotherServer() {
        open("a", 5);
        open("b", 1);
        assertEquals(List.of("a1", "a2", "a3", "a4", "b1"), begun);
    }

    @Test
    void whoeverIsDoneLetsTheNextOneIn() {
        open("a", 7);
        listeners.get(0).failed(Failure.of(Failure.Kind.REFUSED, "refused"));
        assertEquals(5, begun.size());
        listeners.get(1).opened(null);
        assertEquals(6, begun.size());
        listeners.get(1).ended(Failure.of(Failure.Kind.LOST, "lost"));
        assertEquals(6, begun.size(), "its turn was over before");
    }

    @Test
    void anAttemptThatWaitsForAPersonDoesNotBlockTheOthers() {
        open("a", 9);
        time.pass(Duration.ofMillis(2900));
        assertEquals(4, begun.size());
        time.pass(Duration.ofMillis(200));
        assertEquals(8, begun.size());
        listeners.get(0).opened(null);
        assertEquals(8, begun.size(), "its turn was over before");
    }

    @Test
    void whatIsCancelledNeverBeginsOrMakesRoom() {
        List<Ssh.Attempt> attempts = open("a", 6);
        attempts.get(4).cancel();
        attempts.get(0).cancel();
        attempts.get(0).cancel();
        assertEquals(List.of("a1", "a2", "a3", "a4", "a6"), begun);
        assertEquals("a1", cancelled.get(0));
    }

    @Test
    void anAttemptThatCannotEvenBeginIsToldOfAndMakesRoomWithoutHarmToAnother() {
        List<Ssh.Attempt> attempts = open("a", 4);
        broken = true;
        open("a", 2);
        attempts.get(0).cancel();
        assertEquals(Collections.nCopies(2, "the login could not begin: no thread"), failures);
        broken = false;
        open("a", 1);
        assertEquals(5, begun.size(), "none of them holds a place");
    }

    private Ssh.Attempt begin(TunnelConfig tunnel, Ssh.Listener listener) {
        if (broken) {
            throw new OutOfMemoryError("no thread");
        }
        begun.add(tunnel.name());
        listeners.add(listener);
        return () -> cancelled.add(tunnel.name());
    }

    private List<Ssh.Attempt> open(String server, int times) {
        List<Ssh.Attempt> attempts = new ArrayList<>();
        for (int i = 1; i <= times; i++) {
            TunnelConfig like = Scene.config();
            TunnelConfig tunnel =
                    new TunnelConfig(
                            server + i,
                            ServerConfig.of("home", server, 22, "tunnel"),
                            Optional.empty(),
                            true,
                            like.forwards(),
                            like.retry(),
                            like.staleness());
            attempts.add(queue.open(tunnel, new Deaf()));
        }
        return attempts;
    }

    private final class Deaf implements Ssh.Listener {
        @Override
        public void connected() {}

        @Override
        public void opened(SshSession session) {}

        @Override
        public void failed(Failure failure) {
            failures.add(failure.message());
        }

        @Override
        public void ended(Failure failure) {}
    }
}
