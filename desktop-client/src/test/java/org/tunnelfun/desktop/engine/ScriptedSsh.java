package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.tunnelfun.desktop.config.TunnelConfig;

/** A server that does what the test says; remembers every attempt and session. */
final class ScriptedSsh implements Ssh {
    /** How the next attempts end. */
    interface Script {
        void attempt(int number, Listener listener);
    }

    final List<ScriptedSession> sessions = new ArrayList<>();
    final Server server = new Server();
    Script script = (number, listener) -> login(listener);
    int attempts;
    int cancelled;

    /** What lives on the server: who holds the port, and what is allowed. */
    static final class Server {
        ScriptedSession holder;
        boolean foreignHolder;
        boolean checkForbidden;
        boolean checkImpossible;
        boolean targetDown;
        boolean shell = true;
        int sessions = 1;
        boolean slowShell;
        boolean bindForbidden;
        boolean listensElsewhere;
        final Set<Integer> refusedPorts = new HashSet<>();
        SshSession.Heard probe = SshSession.Heard.SILENT;
        final Deque<SshSession.Heard> firstProbes = new ArrayDeque<>();
        final List<Long> ended = new ArrayList<>();
        long pids = 100;
        String bootId = "boot-1";
    }

    @Override
    public Attempt open(TunnelConfig tunnel, Listener listener) {
        boolean[] gone = {false};
        attempts++;
        script.attempt(
                attempts,
                new Listener() {
                    @Override
                    public void connected() {
                        if (!gone[0]) {
                            listener.connected();
                        }
                    }

                    @Override
                    public void opened(SshSession session) {
                        if (!gone[0]) {
                            listener.opened(session);
                        }
                    }

                    @Override
                    public void failed(Failure failure) {
                        if (!gone[0]) {
                            listener.failed(failure);
                        }
                    }

                    @Override
                    public void ended(Failure failure) {
                        listener.ended(failure);
                    }
                });
        return () -> {
            gone[0] = true;
            cancelled++;
        };
    }

    /** The login goes through at once. */
    ScriptedSession login(Listener listener) {
        return login(listener, Duration.ofMillis(100));
    }

    /** The login goes through, and says that it took this long. */
    ScriptedSession login(Listener listener, Duration took) {
        ScriptedSession session = new ScriptedSession(server, listener, ++server.pids);
        session.login = took;
        sessions.add(session);
        listener.connected();
        listener.opened(session);
        return session;
    }

    static Script unreachable() {
        return (number, listener) ->
                listener.failed(Failure.of(Failure.Kind.UNREACHABLE, "no route to host"));
    }

    ScriptedSession last() {
        return sessions.get(sessions.size() - 1);
    }

    long open() {
        return sessions.stream().filter(s -> !s.closed).count();
    }
}
