package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.engine.SshSession.ServerProcess;

/**
 * Which process a session is on the server: asked right after the login and kept in the journal, so
 * that a later session can end it. Lives on the tunnel's loop.
 */
final class Identity {
    private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
    // A login shell may read start-up files that take their time, before it runs our script.
    private static final Duration WITHIN = Duration.ofSeconds(30);
    // The others come back after us, so they are counted again soon; later they seldom change.
    private static final Duration COUNT_AGAIN = Duration.ofMinutes(2);
    private static final Duration COUNT_EACH = Duration.ofMinutes(30);
    // Nobody waits for that: a session that dies before it is known can still be taken over slowly.
    private static final Duration READY_WITHIN = Duration.ofSeconds(2);

    private final LiveSession session;
    private final Journal journal;
    private final Time time;
    private final Time.Loop loop;

    private Time.Timer patience = () -> {};
    private Time.Timer counting = () -> {};
    private int sessions;
    private Optional<ServerProcess> process = Optional.empty();
    private boolean ready;
    private boolean shellClosed;

    Identity(LiveSession session, Journal journal, Time time, Time.Loop loop) {
        this.session = session;
        this.journal = journal;
        this.time = time;
        this.loop = loop;
    }

    /** Asks; {@code whenReady} runs once, when the answer is recorded or takes too long. */
    void learn(Runnable whenReady) {
        Runnable once =
                () -> {
                    patience.cancel();
                    if (!ready) {
                        ready = true;
                        whenReady.run();
                    }
                };
        patience = loop.after(READY_WITHIN, () -> session.here(x -> once.run()).accept(null));
        session.ssh()
                .identify(
                        WITHIN,
                        session.here(
                                answer -> {
                                    record(answer);
                                    once.run();
                                    count(answer, COUNT_AGAIN);
                                }));
    }

    private void count(SshSession.Identified answer, Duration again) {
        if (answer.sessions() > 0) {
            sessions = answer.sessions();
            counting = loop.after(again, this::countAgain);
        }
    }

    private void countAgain() {
        session.ssh().identify(WITHIN, session.here(answer -> count(answer, COUNT_EACH)));
    }

    /** Nothing more is asked, and no timer holds the session. */
    void stop() {
        patience.cancel();
        counting.cancel();
    }

    private void record(SshSession.Identified answer) {
        process = Optional.ofNullable(answer.process());
        shellClosed = process.isEmpty();
        String tunnel = session.config().name();
        if (shellClosed) {
            LOG.info("tunnel={} no server process is known: {}", tunnel, answer.reason());
            return;
        }
        TreeSet<Integer> ports =
                session.config().forwards().stream()
                        .map(f -> f.remote().port())
                        .collect(Collectors.toCollection(TreeSet::new));
        journal.add(
                new SessionRecord(
                        session.ssh().info().hostKey(),
                        session.config().server().user(),
                        journal.device(),
                        ports,
                        process.get(),
                        journal.run(),
                        time.wall()));
    }

    /** The process, once it is known. */
    Optional<ServerProcess> process() {
        return process;
    }

    /** How many sessions the server has, or 0 if its shell does not tell. */
    int sessions() {
        return sessions;
    }

    /** Whether {@code whenReady} has run. */
    boolean ready() {
        return ready;
    }

    /** Whether the account has no shell that could tell, or end anything. */
    boolean shellClosed() {
        return shellClosed;
    }
}
