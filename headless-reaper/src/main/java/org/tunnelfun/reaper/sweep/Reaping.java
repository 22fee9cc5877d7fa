package org.tunnelfun.reaper.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.judge.Brake;
import org.tunnelfun.reaper.judge.Decision;
import org.tunnelfun.reaper.judge.Facts;
import org.tunnelfun.reaper.judge.Judge;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.ProcFs;
import org.tunnelfun.reaper.sweep.PortReport.Action;

/** Takes suspects to the judge, carries his decisions out, and writes the report's entries. */
final class Reaping {
    private final Signals signals;
    private final Signals dryRun;
    private final Pace pace;
    private final Set<Integer> ancestry;
    private Brake brake = Brake.OFF;
    private int left = Integer.MAX_VALUE;

    Reaping(Signals signals, Signals dryRun, Pace pace, ProcFs proc) {
        this.signals = signals;
        this.dryRun = dryRun;
        this.pace = pace;
        this.ancestry = proc.ancestry((int) ProcessHandle.current().pid());
    }

    /** What may be ended until the next full sweep; what is asked for singly counts too. */
    void newSweep(Brake now) {
        brake = now;
        left = now.most();
    }

    Decision decide(Suspect s, ReaperConfig config) {
        Holder h = s.holder();
        return Judge.decide(
                new Facts(
                        h.kind(),
                        h.start() != 0 && h.handle().isPresent(),
                        ancestry.contains(h.pid()),
                        h.tty(),
                        h.connection().isPresent(),
                        s.unacked(),
                        s.verdicts(),
                        s.unprobed(),
                        config.expectAny(),
                        s.strikes(),
                        needed(config),
                        config.reap(),
                        signals.missing(h)));
    }

    private int needed(ReaperConfig config) {
        return config.strikes() + brake.extraStrikes();
    }

    /** Ends what is to be ended, as far as the brake allows, and reports all that was decided. */
    Map<Object, List<PortReport>> reap(Map<Suspect, Decision> decisions, ReaperConfig config)
            throws InterruptedException {
        List<Holder> stale = new ArrayList<>();
        Set<Suspect> later = new java.util.HashSet<>();
        decisions.forEach(
                (suspect, decision) -> {
                    if (decision.what() == Decision.What.REAP && left > 0) {
                        left--;
                        stale.add(suspect.holder());
                    } else if (decision.what() == Decision.What.REAP) {
                        later.add(suspect);
                    }
                });
        Map<Holder.Key, Signals.Ended> ended =
                (config.dryRun() ? dryRun : signals)
                        .end(stale, Duration.ofSeconds(config.killGrace()));
        Map<Object, List<PortReport>> reports = new HashMap<>();
        decisions.forEach(
                (suspect, decision) -> {
                    List<PortReport> entries = entries(suspect, decision, config);
                    Signals.Ended end = ended.get(suspect.holder().key());
                    if (later.contains(suspect)) {
                        entries.replaceAll(
                                p ->
                                        p.ended(
                                                Action.SPARED,
                                                p.reason()
                                                        + ", but so many fell silent at once that it has to wait",
                                                "",
                                                -1));
                    } else if (decision.what() == Decision.What.REAP && end != null) {
                        entries.replaceAll(p -> ended(p, end));
                    }
                    rest(suspect, decision, entries);
                    reports.put(Pace.id(suspect.holder()), entries);
                });
        return reports;
    }

    private void rest(Suspect suspect, Decision decision, List<PortReport> entries) {
        boolean dry = entries.stream().anyMatch(p -> p.action() == Action.WOULD_REAP);
        boolean answered =
                suspect.verdicts().values().stream()
                        .anyMatch(v -> v != Verdict.SILENT && v != Verdict.UNKNOWN);
        if (answered) {
            pace.hold(suspect.holder(), Pace.ANSWERED);
        } else if (dry
                || decision.what() == Decision.What.SPARE_SILENT
                || decision.what() == Decision.What.FORBIDDEN) {
            pace.hold(suspect.holder(), Pace.SPARED_SILENT);
        } else {
            pace.release(suspect.holder());
        }
    }

    private static PortReport ended(PortReport p, Signals.Ended end) {
        String signal = end.signal();
        return switch (end.result()) {
            case FREED ->
                    p.ended(
                            Action.REAPED,
                            p.reason()
                                    + ", "
                                    + signal
                                    + ", port free after "
                                    + end.freedMs()
                                    + " ms",
                            signal,
                            end.freedMs());
            case DRY_RUN -> p.ended(Action.WOULD_REAP, p.reason() + ", dry run", "", -1);
            case CHANGED -> p.ended(Action.SPARED, p.reason() + ", but " + end.problem(), "", -1);
            case FAILED ->
                    p.ended(Action.FAILED, p.reason() + ", but " + end.problem(), signal, -1);
        };
    }

    /** Entries of a holder that is not judged: it is no session. */
    List<PortReport> spared(Suspect suspect, ReaperConfig config, Instant at) {
        Decision decision = decide(suspect, config);
        return watched(suspect, config)
                .map(
                        p ->
                                entry(
                                        p,
                                        suspect,
                                        Verdict.FOREIGN,
                                        Action.SPARED,
                                        decision.reason(),
                                        config,
                                        at))
                .toList();
    }

    private List<PortReport> entries(Suspect suspect, Decision decision, ReaperConfig config) {
        List<PortReport> entries = new ArrayList<>();
        watched(suspect, config)
                .forEach(
                        port -> {
                            Verdict verdict =
                                    suspect.verdicts().getOrDefault(port, Verdict.UNKNOWN);
                            boolean own =
                                    verdict != Verdict.SILENT && !config.reap().contains(verdict);
                            boolean any = config.expectAny().contains(port);
                            String reason =
                                    own
                                            ? Judge.words(verdict, suspect.holder().kind(), any)
                                            : decision.reason();
                            entries.add(
                                    entry(
                                            port,
                                            suspect,
                                            verdict,
                                            action(verdict, decision),
                                            reason,
                                            config,
                                            suspect.probedAt()));
                        });
        return entries;
    }

    private static Action action(Verdict verdict, Decision decision) {
        if (verdict == Verdict.ALIVE) {
            return Action.NONE;
        }
        return decision.what() == Decision.What.FORBIDDEN ? Action.FORBIDDEN : Action.SPARED;
    }

    private java.util.stream.Stream<Integer> watched(Suspect suspect, ReaperConfig config) {
        return suspect.ports().stream().filter(config.ports()::contains);
    }

    private PortReport entry(
            int port,
            Suspect suspect,
            Verdict verdict,
            Action action,
            String reason,
            ReaperConfig config,
            Instant at) {
        return new PortReport(
                port,
                config.names().getOrDefault(port, ""),
                verdict,
                action,
                reason,
                suspect.holder(),
                suspect.probes(port),
                suspect.strikes(),
                needed(config),
                "",
                -1,
                at);
    }
}
