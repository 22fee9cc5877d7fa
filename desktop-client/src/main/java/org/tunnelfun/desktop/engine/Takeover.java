package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.SshSession.Ended;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.engine.SshSession.ServerProcess;

/**
 * The ways to free a port that an older session holds, in order: end our own earlier server
 * process, ask the reaper. Never ends what it cannot prove to be ours. Lives on the tunnel's loop.
 */
final class Takeover {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);
    private static final Duration PROBE = Duration.ofSeconds(1);
    // As long as a slow login shell may take to start.
    private static final Duration END = Duration.ofSeconds(30);
    private static final Duration RECHECK = Duration.ofSeconds(40);
    private static final Duration RECHECK_PAUSE = Duration.ofSeconds(11);
    private static final Duration BUDGET_WINDOW = Duration.ofMinutes(10);
    // Two devices with one state directory would end each other for ever.
    private static final int BUDGET = 3;

    /**
     * What came of it.
     *
     * @param acted whether something was ended, so that a bind is worth repeating at once
     * @param holder who answers on the port, as far as can be told
     * @param text for people, empty if nothing is known
     */
    record Outcome(boolean acted, Heard holder, String text) {}

    private final TunnelConfig config;
    private final Journal journal;
    private final Time time;
    private final Predicate<ServerProcess> living;
    private final Deque<Long> endings = new ArrayDeque<>();
    private final Map<Forward, EarlyProbe> early = new HashMap<>();
    private Optional<Long> recheckedAt = Optional.empty();

    /**
     * @param living tells a process of a session of this run that has not ended
     */
    Takeover(TunnelConfig config, Journal journal, Time time, Predicate<ServerProcess> living) {
        this.config = config;
        this.journal = journal;
        this.time = time;
        this.living = living;
    }

    /**
     * A login went through: listens at the ports that sessions of an earlier run may still hold.
     */
    void opened(LiveSession session) {
        early.clear();
        for (Forward forward : config.forwards()) {
            if (candidates(session, forward).stream().anyMatch(this::ofEarlierRun)) {
                early.put(forward, new EarlyProbe(session, forward, PROBE));
            }
        }
    }

    private boolean ofEarlierRun(SessionRecord candidate) {
        return !candidate.run().equals(journal.run());
    }

    /** Tries every way to free a port; {@code done} is told on the session's loop. */
    void free(LiveSession session, Forward forward, Consumer<Outcome> done) {
        List<SessionRecord> records = candidates(session, forward);
        List<SessionRecord> ofThisRun = records.stream().filter(r -> !ofEarlierRun(r)).toList();
        endAll(
                session,
                new ArrayDeque<>(ofThisRun),
                false,
                acted -> {
                    if (acted) {
                        done.accept(new Outcome(true, Heard.UNKNOWN, "ended our own session"));
                    } else {
                        probe(session, forward, records, done);
                    }
                });
    }

    /** Ends the server process of a session of this run that has proven silent. */
    void endOwn(LiveSession session, ServerProcess process, Consumer<Boolean> done) {
        session.ssh()
                .endEarlier(
                        process,
                        END,
                        session.here(
                                ended -> {
                                    note(process, ended);
                                    done.accept(ended == Ended.ENDED || ended == Ended.GONE);
                                }));
    }

    private void probe(
            LiveSession session,
            Forward forward,
            List<SessionRecord> records,
            Consumer<Outcome> done) {
        Consumer<Heard> judge = heard -> judge(session, forward, records, heard, done);
        EarlyProbe begun = early.remove(forward);
        if (begun == null || !begun.of(session)) {
            session.ssh().probe(forward, PROBE, session.here(judge));
            return;
        }
        begun.then(
                heard -> {
                    if (heard == Heard.SILENT || heard == Heard.FORBIDDEN) {
                        judge.accept(heard);
                    } else {
                        // Whoever holds the port now may not have held it then.
                        session.ssh().probe(forward, PROBE, session.here(judge));
                    }
                });
    }

    private void judge(
            LiveSession session,
            Forward forward,
            List<SessionRecord> records,
            Heard heard,
            Consumer<Outcome> done) {
        if (heard != Heard.SILENT) {
            recheck(session, forward, heard, done);
            return;
        }
        endAll(
                session,
                new ArrayDeque<>(records),
                true,
                acted -> {
                    if (acted) {
                        String text = "ended our own session of an earlier run";
                        done.accept(new Outcome(true, heard, text));
                    } else {
                        recheck(session, forward, heard, done);
                    }
                });
    }

    private void recheck(
            LiveSession session, Forward forward, Heard heard, Consumer<Outcome> done) {
        int port = forward.remote().port();
        String text = holder(heard, port);
        boolean recently =
                recheckedAt.map(at -> time.nanos() - at < RECHECK_PAUSE.toNanos()).orElse(false);
        Optional<Integer> reaper = config.server().reaperPort();
        // Where somebody answers or nobody listens, the reaper has nothing to end.
        if (reaper.isEmpty() || recently || heard == Heard.FOREIGN || heard == Heard.NOBODY) {
            done.accept(new Outcome(false, heard, text));
            return;
        }
        recheckedAt = Optional.of(time.nanos());
        session.ssh()
                .recheck(
                        reaper.get(),
                        port,
                        RECHECK,
                        session.here(
                                answer -> {
                                    LOG.atLevel(answer.reached() ? Level.INFO : Level.DEBUG)
                                            .log(
                                                    "tunnel={} asked the reaper about port {}: {}",
                                                    config.name(),
                                                    port,
                                                    answer.text());
                                    done.accept(outcome(answer, heard, text, port));
                                }));
    }

    private static Outcome outcome(SshSession.Recheck answer, Heard heard, String text, int port) {
        if (answer.freed()) {
            return new Outcome(true, heard, "the reaper ended the session that held port " + port);
        }
        return new Outcome(false, heard, answer.reached() ? text + "; " + answer.text() : text);
    }

    private List<SessionRecord> candidates(LiveSession session, Forward forward) {
        return journal.of(session.ssh().info().hostKey(), config.server().user()).stream()
                .filter(r -> r.ports().contains(forward.remote().port()))
                .filter(r -> !living.test(r.process()))
                .toList();
    }

    private void endAll(
            LiveSession session,
            Deque<SessionRecord> left,
            boolean counted,
            Consumer<Boolean> done) {
        SessionRecord next = left.poll();
        if (next == null || session.identity().shellClosed() || (counted && !withinBudget())) {
            done.accept(false);
            return;
        }
        session.ssh()
                .endEarlier(
                        next.process(),
                        END,
                        session.here(
                                ended -> {
                                    note(next.process(), ended);
                                    if (ended == Ended.ENDED) {
                                        if (counted) {
                                            endings.add(time.nanos());
                                        }
                                        done.accept(true);
                                    } else {
                                        endAll(session, left, counted, done);
                                    }
                                }));
    }

    private boolean withinBudget() {
        long since = time.nanos() - BUDGET_WINDOW.toNanos();
        endings.removeIf(at -> at < since);
        if (endings.size() >= BUDGET) {
            LOG.warn(
                    "tunnel={} ended {} earlier sessions of its own within {} min and ends no more:"
                            + " does another device use this state directory?",
                    config.name(),
                    BUDGET,
                    BUDGET_WINDOW.toMinutes());
            return false;
        }
        return true;
    }

    private void note(ServerProcess process, Ended ended) {
        LOG.info(
                "tunnel={} our earlier session on the server, pid {} since {}: {}",
                config.name(),
                process.pid(),
                process.startTime(),
                ended);
        if (ended != Ended.FAILED) {
            journal.remove(process);
        }
    }

    private static String holder(Heard heard, int port) {
        return switch (heard) {
            case FOREIGN, PROVEN, TARGET_DOWN ->
                    "port " + port + " on the server is held by a session that answers";
            case SILENT -> "port " + port + " on the server is held by a session that is silent";
            case NOBODY ->
                    "the server refuses port "
                            + port
                            + " although nobody listens there: it is not permitted";
            case FORBIDDEN, UNKNOWN ->
                    "the server refuses port " + port + ": it is in use, or not permitted";
        };
    }
}
