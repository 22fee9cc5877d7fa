package org.tunnelfun.reaper.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.judge.Judge;
import org.tunnelfun.reaper.sweep.PortReport;
import org.tunnelfun.reaper.sweep.Report;

/** All ports. One thread writes; readers take the snapshot. */
public final class Fleet {
    private final Instant started;
    private volatile Snapshot snapshot;

    /**
     * Nothing is known yet but what was written down before.
     *
     * @param config for the names
     */
    public Fleet(Instant started, Past past, ReaperConfig config) {
        this.started = started;
        Map<Integer, PortState> ports = new TreeMap<>();
        past.histories()
                .forEach(
                        (port, history) -> {
                            String name = config.names().getOrDefault(port, "");
                            PortState unknown = PortState.unknown(port, name, started);
                            int reaped = past.reapedToday(port);
                            ports.put(port, unknown.remembering(history, reaped));
                        });
        this.snapshot = new Snapshot(Map.copyOf(ports), started, Optional.empty(), 0);
    }

    /** Nothing is known yet. */
    public Fleet(Instant started) {
        this.started = started;
        this.snapshot = new Snapshot(Map.of(), started, Optional.empty(), 0);
    }

    /**
     * All ports at one moment.
     *
     * @param ports states by port, ascending; a port that never was held and has no name is missing
     * @param started when the reaper started
     * @param last the last full sweep, without its ports
     * @param sweeps how many there were
     */
    public record Snapshot(
            Map<Integer, PortState> ports, Instant started, Optional<Report> last, long sweeps) {}

    /** What readers see. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /**
     * What happened to a port.
     *
     * @param at when the sweep began that noticed it
     * @param from the verdict before
     * @param report with all evidence; of a port that was left, the last one
     * @param left whether nobody listens there any more, although nothing was done about it
     */
    public record Event(Instant at, String from, PortReport report, boolean left) {}

    /**
     * Takes a report in.
     *
     * @param only the port that was asked about; empty after a full sweep
     * @return what changed; on the first sweep, only what does not live
     */
    public List<Event> accept(Report report, boolean full, ReaperConfig config) {
        Snapshot before = snapshot;
        Map<Integer, PortState> ports = new TreeMap<>(before.ports());
        List<Event> events = new ArrayList<>();
        Map<Integer, List<PortReport>> byPort =
                report.ports().stream().collect(Collectors.groupingBy(PortReport::port));
        byPort.forEach(
                (port, entries) -> {
                    PortReport entry = main(entries);
                    PortState was =
                            ports.getOrDefault(
                                    port, PortState.unknown(port, entry.name(), report.at()));
                    boolean news = was.changedBy(entry);
                    boolean greeting =
                            before.sweeps() == 0 && entry.action() == PortReport.Action.NONE;
                    if (news && !greeting) {
                        events.add(new Event(report.at(), was.verdict(), entry, false));
                    }
                    ports.put(port, was.after(entry, report.at().plus(report.took())));
                });
        if (full) {
            ports.keySet().removeIf(p -> !config.ports().contains(p));
            ports.replaceAll((p, s) -> byPort.containsKey(p) ? s : left(s, report, events));
            config.names().forEach((p, name) -> addNamed(ports, p, name, config, report.at()));
        }
        Report summary = new Report(List.of(), report.notes(), report.at(), report.took());
        snapshot =
                new Snapshot(
                        Map.copyOf(ports),
                        started,
                        full ? Optional.of(summary) : before.last(),
                        before.sweeps() + (full ? 1 : 0));
        return events;
    }

    private static PortState left(PortState state, Report report, List<Event> events) {
        state.current()
                .ifPresent(c -> events.add(new Event(report.at(), state.verdict(), c, true)));
        return state.left(report.at());
    }

    private static void addNamed(
            Map<Integer, PortState> ports, int port, String name, ReaperConfig c, Instant at) {
        if (c.ports().contains(port)) {
            ports.putIfAbsent(port, PortState.unknown(port, name, at));
        }
    }

    /** Of several holders of one port, the one that can be judged. */
    private static PortReport main(List<PortReport> entries) {
        return entries.stream()
                .filter(p -> !Judge.isForeign(p.holder().kind()))
                .findFirst()
                .orElse(entries.get(0));
    }
}
