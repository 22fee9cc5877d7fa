package org.tunnelfun.reaper.sweep;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.judge.Brake;
import org.tunnelfun.reaper.judge.Decision;
import org.tunnelfun.reaper.judge.Judge;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.probe.Control;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.probe.Probe;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.Observation;
import org.tunnelfun.reaper.proc.Sessions;
import org.tunnelfun.reaper.proc.SocketTable;

/**
 * Observe, probe, judge, probe the silent ones again, reap. Remembers strikes from one sweep to the
 * next, per session and not per port: a new session on an old port starts with none.
 */
public final class Sweep {
    /** Between two probes of a silent port; a device that was only busy is through by then. */
    private static final Duration BETWEEN_STRIKES = Duration.ofSeconds(1);

    private final Sessions sessions;
    private final Probe probe;
    private final Control control;
    private final Time time;
    private final Pace pace;
    private final Reaping reaping;
    private final Map<Object, Suspect> suspects = new HashMap<>();
    private final Map<Object, List<PortReport>> last = new HashMap<>();
    private Brake brake = Brake.OFF;

    /** Whether all that is believed was read from whole tables; a port may be missing in others. */
    private boolean complete;

    private long probed;

    /**
     * Wires the parts; nothing is looked at yet.
     *
     * @param signals used unless the config asks for a dry run
     * @param dryRun used then
     */
    public Sweep(
            Sessions sessions,
            Probe probe,
            Control control,
            Signals signals,
            Signals dryRun,
            Time time) {
        this.sessions = sessions;
        this.probe = probe;
        this.control = control;
        this.time = time;
        this.pace = new Pace(time);
        this.reaping = new Reaping(signals, dryRun, pace, sessions.proc());
    }

    /**
     * One sweep.
     *
     * @param only the ports that somebody asks about, or all
     */
    public Report run(ReaperConfig config, Optional<Set<Integer>> only)
            throws InterruptedException {
        Instant at = time.now();
        long started = time.nanos();
        Observation seen = sessions.observe(config.ports(), false);
        complete = seen.complete();
        List<Suspect> all = known(seen, only);
        List<Suspect> due =
                all.stream()
                        .filter(s -> !Judge.isForeign(s.holder().kind()))
                        .filter(s -> due(s, only.isPresent()))
                        .toList();
        rest(due);
        due.forEach(Suspect::newSweep);
        boolean trusted = round(due, config, false);
        if (only.isEmpty()) {
            brake = brake(config);
            reaping.newSweep(brake);
        }
        Map<Suspect, Decision> decisions = decide(due, config);
        doubt(decisions, config);
        probeAgain(decisions, config);
        decisions.keySet().removeIf(Suspect::gone);
        Map<Object, List<PortReport>> fresh = reaping.reap(decisions, config);
        last.putAll(fresh);
        List<PortReport> ports = report(all, fresh.keySet(), config, at);
        Duration took = Duration.ofNanos(time.nanos() - started);
        return new Report(ports, Notes.of(complete, trusted, brake), at, took);
    }

    /**
     * A device that answered a moment ago is left out; or, if somebody waits for it, waited for.
     */
    private boolean due(Suspect suspect, boolean asked) {
        Duration rest = pace.rest(suspect.holder(), asked);
        return asked || rest.isZero() || rest.isNegative();
    }

    private void rest(List<Suspect> due) throws InterruptedException {
        Optional<Duration> longest =
                due.stream().map(s -> pace.rest(s.holder(), true)).max(Duration::compareTo);
        if (longest.isPresent() && !longest.get().isNegative()) {
            time.sleep(longest.get());
        }
    }

    /** Suspects of these holders; those of others are forgotten, if all were looked at. */
    private List<Suspect> known(Observation seen, Optional<Set<Integer>> only) {
        List<Suspect> found = new ArrayList<>();
        for (Holder holder : seen.holders()) {
            Suspect suspect = suspects.computeIfAbsent(Pace.id(holder), i -> new Suspect(holder));
            suspect.seen(holder);
            if (only.isEmpty() || only.get().stream().anyMatch(suspect.ports()::contains)) {
                found.add(suspect);
            }
        }
        Set<Object> ids = seen.holders().stream().map(Pace::id).collect(Collectors.toSet());
        suspects.keySet().retainAll(ids);
        last.keySet().retainAll(ids);
        pace.retain(ids);
        return found;
    }

    /**
     * Probes once; whether the control was heard too.
     *
     * @param all whether at every address, and at ports that are not watched: one that lives there
     *     saves its session
     */
    private boolean round(List<Suspect> asked, ReaperConfig config, boolean all)
            throws InterruptedException {
        Map<Suspect, Set<Integer>> ports = new LinkedHashMap<>();
        Set<Probe.Target> theirs = new LinkedHashSet<>();
        for (Suspect suspect : asked) {
            Set<Integer> own = suspect.ports();
            if (!all) {
                own.removeIf(p -> !config.ports().contains(p));
            }
            ports.put(suspect, own);
            theirs.addAll(suspect.targets(own, all, config.expectAny()));
        }
        Map<InetSocketAddress, Heard> heard = probe(theirs, config);
        probed = time.nanos();
        boolean trusted = control.heardIn(heard);
        Instant at = time.now();
        boolean believed = trusted && complete;
        ports.forEach((s, own) -> s.heard(heard, own, believed, config.reap(), at));
        List<Suspect> mute = asked.stream().filter(s -> s.strikes() > 0).toList();
        if (!mute.isEmpty()) {
            SocketTable table = SocketTable.read(sessions.proc().root());
            mute.forEach(s -> s.look(table));
        }
        return trusted;
    }

    private Map<InetSocketAddress, Heard> probe(Set<Probe.Target> theirs, ReaperConfig config)
            throws InterruptedException {
        control.open();
        try {
            List<Probe.Target> targets = new ArrayList<>(control.targets());
            targets.addAll(theirs);
            return probe.probe(targets, Duration.ofSeconds(config.timeout()));
        } finally {
            control.close();
        }
    }

    private Brake brake(ReaperConfig config) {
        int ports = 0;
        int silent = 0;
        for (Suspect suspect : suspects.values()) {
            if (!Judge.isForeign(suspect.holder().kind())) {
                for (int port : suspect.ports()) {
                    ports += config.ports().contains(port) ? 1 : 0;
                    silent += suspect.verdicts().get(port) == Verdict.SILENT ? 1 : 0;
                }
            }
        }
        return Brake.of(ports, silent);
    }

    private Map<Suspect, Decision> decide(List<Suspect> asked, ReaperConfig config) {
        Map<Suspect, Decision> decisions = new LinkedHashMap<>();
        asked.forEach(s -> decisions.put(s, reaping.decide(s, config)));
        return decisions;
    }

    /**
     * Whoever would be ended after the first round is known from an earlier sweep, and may have
     * ports and terminals since then that it had not.
     */
    private void doubt(Map<Suspect, Decision> decisions, ReaperConfig config) {
        List<Suspect> stale =
                decisions.entrySet().stream()
                        .filter(e -> e.getValue().what() == Decision.What.REAP)
                        .map(Map.Entry::getKey)
                        .toList();
        if (!stale.isEmpty()) {
            decisions.putAll(decide(lookAgain(stale, decisions, config), config));
            decisions.keySet().removeIf(s -> !complete && stale.contains(s));
        }
    }

    /**
     * Looks at them with nothing remembered; those that are still there. Somebody may have opened a
     * terminal meanwhile, or the device may have come back.
     */
    private List<Suspect> lookAgain(
            List<Suspect> at, Map<Suspect, Decision> decisions, ReaperConfig config) {
        Map<Object, Holder> now = new HashMap<>();
        Observation seen = sessions.observe(config.ports(), true);
        complete &= seen.complete();
        for (Holder holder : seen.holders()) {
            now.put(Pace.id(holder), holder);
        }
        at.stream().filter(s -> !now.containsKey(Pace.id(s.holder()))).forEach(decisions::remove);
        List<Suspect> still = at.stream().filter(decisions::containsKey).toList();
        still.forEach(s -> s.seen(now.get(Pace.id(s.holder()))));
        return still;
    }

    /**
     * Further rounds for those that were silent too few times. Each ends with one fewer of them.
     */
    private void probeAgain(Map<Suspect, Decision> decisions, ReaperConfig config)
            throws InterruptedException {
        while (true) {
            List<Suspect> again =
                    decisions.entrySet().stream()
                            .filter(e -> e.getValue().what() == Decision.What.AGAIN)
                            .map(Map.Entry::getKey)
                            .toList();
            if (again.isEmpty()) {
                return;
            }
            Duration since = Duration.ofNanos(time.nanos() - probed);
            if (since.compareTo(BETWEEN_STRIKES) < 0) {
                time.sleep(BETWEEN_STRIKES.minus(since));
            }
            List<Suspect> still = lookAgain(again, decisions, config);
            round(still, config, true);
            decisions.putAll(decide(still, config));
        }
    }

    /** Fresh entries, foreign holders, and what is still known of those that were not probed. */
    private List<PortReport> report(
            List<Suspect> all, Set<Object> fresh, ReaperConfig config, Instant at) {
        List<PortReport> ports = new ArrayList<>();
        for (Suspect suspect : all) {
            Object id = Pace.id(suspect.holder());
            if (Judge.isForeign(suspect.holder().kind())) {
                ports.addAll(reaping.spared(suspect, config, at));
            } else if (fresh.contains(id) || !suspect.gone()) {
                ports.addAll(last.getOrDefault(id, List.of()));
            }
        }
        ports.sort(java.util.Comparator.comparingInt(PortReport::port));
        return ports;
    }
}
