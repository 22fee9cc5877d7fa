package org.tunnelfun.reaper.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.tunnelfun.reaper.fleet.Fleet;
import org.tunnelfun.reaper.fleet.PortState;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.sweep.Report;

/** OpenMetrics 1.0 text. Names end in their unit; counters in {@code _total}. */
final class Metrics {
    static final String TYPE = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private Metrics() {}

    static String of(Fleet.Snapshot fleet) {
        StringBuilder out = new StringBuilder();
        List<PortState> ports =
                fleet.ports().values().stream()
                        .sorted(java.util.Comparator.comparingInt(PortState::port))
                        .toList();
        family(out, "tunnelfun_port_alive", "gauge", "1 if the device's banner was heard.");
        ports.forEach(
                p -> sample(out, "tunnelfun_port_alive", p, p.verdict().equals("alive") ? 1 : 0));
        family(
                out,
                "tunnelfun_port_last_alive_timestamp_seconds",
                "gauge",
                "When it was last heard.");
        for (PortState p : ports) {
            p.lastAlive()
                    .map(Instant::getEpochSecond)
                    .ifPresent(
                            at ->
                                    sample(
                                            out,
                                            "tunnelfun_port_last_alive_timestamp_seconds",
                                            p,
                                            at));
        }
        family(out, "tunnelfun_port_reaped", "counter", "Stale sessions that were ended.");
        ports.forEach(p -> sample(out, "tunnelfun_port_reaped_total", p, p.reaped()));
        family(out, "tunnelfun_ports", "gauge", "Watched ports that somebody listens on.");
        for (Verdict verdict : Verdict.values()) {
            long count = ports.stream().filter(p -> p.verdict().equals(verdict.word())).count();
            out.append("tunnelfun_ports{verdict=\"").append(verdict.word()).append("\"} ");
            out.append(count).append('\n');
        }
        sweeps(out, fleet);
        return out.append("# EOF\n").toString();
    }

    private static void sweeps(StringBuilder out, Fleet.Snapshot fleet) {
        family(out, "tunnelfun_sweeps", "counter", "Full sweeps since the start.");
        out.append("tunnelfun_sweeps_total ").append(fleet.sweeps()).append('\n');
        family(
                out,
                "tunnelfun_last_sweep_duration_seconds",
                "gauge",
                "How long the last one took.");
        one(out, "tunnelfun_last_sweep_duration_seconds", fleet, r -> seconds(r.took()));
        family(out, "tunnelfun_last_sweep_timestamp_seconds", "gauge", "When the last one began.");
        one(
                out,
                "tunnelfun_last_sweep_timestamp_seconds",
                fleet,
                r -> String.valueOf(r.at().getEpochSecond()));
    }

    private static void one(
            StringBuilder out, String name, Fleet.Snapshot fleet, Function<Report, String> value) {
        Optional<Report> last = fleet.last();
        last.ifPresent(r -> out.append(name).append(' ').append(value.apply(r)).append('\n'));
    }

    private static String seconds(Duration took) {
        return String.format(Locale.ROOT, "%.3f", took.toMillis() / 1000.0);
    }

    private static void family(StringBuilder out, String name, String type, String help) {
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
        if (name.endsWith("_seconds")) {
            out.append("# UNIT ").append(name).append(" seconds\n");
        }
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    }

    /** Names hold letters, digits, '.', '_' and '-' only, so nothing needs escaping. */
    private static void sample(StringBuilder out, String name, PortState p, long value) {
        out.append(name).append("{port=\"").append(p.port()).append("\",name=\"").append(p.name());
        out.append("\"} ").append(value).append('\n');
    }
}
