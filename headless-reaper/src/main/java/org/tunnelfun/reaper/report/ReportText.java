package org.tunnelfun.reaper.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.tunnelfun.reaper.judge.Escape;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.sweep.PortReport;
import org.tunnelfun.reaper.sweep.Report;

/** A sweep for people. */
public final class ReportText {
    /** With more ports than fit a few screens, those that live are only counted. */
    private static final int LIST_ALL = 100;

    private ReportText() {}

    /** The whole report. */
    public static String of(Report report) {
        StringBuilder out = new StringBuilder();
        List<PortReport> shown =
                report.ports().stream()
                        .filter(
                                p ->
                                        report.ports().size() <= LIST_ALL
                                                || p.verdict() != Verdict.ALIVE)
                        .toList();
        if (!shown.isEmpty()) {
            Columns table = new Columns().row("", "PORT", "NAME", "VERDICT", "ACTION", "HOLDER");
            shown.forEach(p -> row(table, p));
            out.append(table.text());
        }
        for (String note : report.notes()) {
            Columns.wrap("note: " + note, Columns.WIDTH).forEach(l -> out.append(l).append('\n'));
        }
        return out.append(summary(report)).append('\n').toString();
    }

    private static void row(Columns table, PortReport p) {
        boolean obvious = p.verdict() == Verdict.ALIVE && p.action() == PortReport.Action.NONE;
        table.row(
                obvious ? "" : p.reason(),
                String.valueOf(p.port()),
                p.name().isEmpty() ? "-" : p.name(),
                p.verdict().word(),
                p.action().word(),
                holder(p.holder()));
    }

    /** {@code sshd 4711 anna from 203.0.113.9:51122}, as far as known. */
    public static String holder(Holder h) {
        if (h.pid() == 0) {
            return "not visible, uid " + h.uid();
        }
        String text =
                Escape.text(h.program(), 30) + " " + h.pid() + " " + Escape.text(h.owner(), 30);
        String peer = ReportJson.peer(h);
        return text + (peer == null ? "" : " from " + peer);
    }

    private static String summary(Report r) {
        if (r.ports().isEmpty()) {
            return "nobody listens on a watched port";
        }
        StringBuilder line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "%d %s in %.1f s: %d alive, %d reaped, %d spared, %d unknown",
                                r.ports().size(),
                                r.ports().size() == 1 ? "port" : "ports",
                                r.took().toMillis() / 1000.0,
                                count(r, p -> p.verdict() == Verdict.ALIVE),
                                r.reaped(),
                                r.spared(),
                                r.unknown()));
        long would = count(r, p -> p.action() == PortReport.Action.WOULD_REAP);
        long failed = count(r, p -> p.action() == PortReport.Action.FAILED);
        line.append(would > 0 ? ", " + would + " to reap" : "");
        return line.append(failed > 0 ? ", " + failed + " FAILED" : "").toString();
    }

    private static long count(Report report, Predicate<PortReport> which) {
        return report.ports().stream().filter(which).count();
    }
}
