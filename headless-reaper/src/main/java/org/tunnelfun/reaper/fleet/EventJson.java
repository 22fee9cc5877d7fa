package org.tunnelfun.reaper.fleet;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.TcpSocket;
import org.tunnelfun.reaper.report.ReportJson;
import org.tunnelfun.reaper.sweep.PortReport;

/** All evidence of a decision, as JSON and as one log line. */
public final class EventJson {
    /** Of a session with thousands of forwards: else it would fill the log with its own. */
    private static final int OTHERS = 32;

    private EventJson() {}

    /** One line of {@code events.jsonl}, without its end. */
    public static String of(Fleet.Event event) {
        return ReportJson.text(
                json -> {
                    json.name("at").value(ReportJson.time(event.at()));
                    json.name("from").value(event.from());
                    if (event.left()) {
                        ReportJson.left(json, event.report());
                    } else {
                        evidence(json, event.report());
                    }
                });
    }

    /** The members of a decision. */
    public static void evidence(JsonWriter json, PortReport p) throws IOException {
        ReportJson.port(json, p);
        Holder h = p.holder();
        json.name("probedAt").value(ReportJson.time(p.at()));
        json.name("strikes").value(p.strikes()).name("needed").value(p.needed());
        json.name("addresses").beginArray();
        for (Holder.Listener l : h.listeners()) {
            if (l.port() == p.port()) {
                json.value(Heard.text(l.socket().local()));
            }
        }
        json.endArray();
        List<Integer> others = others(p);
        json.name("otherPorts").beginArray();
        for (int other : others.subList(0, Math.min(OTHERS, others.size()))) {
            json.value(other);
        }
        json.endArray();
        json.name("otherPortsTotal").value(others.size());
        json.name("tty").value(h.tty());
        json.name("sessionAge").value(age(h, p.at()).map(Duration::toSeconds).orElse(null));
        json.name("connection");
        connection(json, h.connection());
        json.name("said").value(said(p));
        json.name("signal").value(p.signal().isEmpty() ? null : p.signal());
        json.name("freedMs").value(p.freedMs() < 0 ? null : p.freedMs());
    }

    private static List<Integer> others(PortReport p) {
        return p.holder().listeners().stream()
                .map(Holder.Listener::port)
                .distinct()
                .filter(other -> other != p.port())
                .toList();
    }

    private static void connection(JsonWriter json, Optional<TcpSocket> connection)
            throws IOException {
        if (connection.isEmpty()) {
            json.nullValue();
            return;
        }
        TcpSocket c = connection.get();
        json.beginObject();
        json.name("state").value(c.stateName());
        json.name("unacked").value(c.unacked());
        json.name("retransmits").value(c.retransmits());
        json.endObject();
    }

    private static Optional<Duration> age(Holder h, Instant at) {
        return h.since().map(s -> Duration.between(s, at)).filter(d -> !d.isNegative());
    }

    /** The first line that any probe heard; escaped where it was heard. */
    private static String said(PortReport p) {
        return p.probes().stream()
                .map(Heard::said)
                .filter(s -> !s.isEmpty())
                .findFirst()
                .orElse(null);
    }

    /** One line with the same evidence. */
    public static String logLine(Fleet.Event event) {
        PortReport p = event.report();
        Holder h = p.holder();
        String probes =
                p.probes().stream()
                        .map(
                                heard ->
                                        heard.address()
                                                + "="
                                                + heard.connectMs()
                                                + "ms/"
                                                + heard.bytes()
                                                + "B/"
                                                + heard.waitedMs()
                                                + "ms")
                        .collect(Collectors.joining(","));
        List<Integer> all = others(p);
        String others =
                all.stream().limit(OTHERS).map(String::valueOf).collect(Collectors.joining(","))
                        + (all.size() > OTHERS ? ",…(" + all.size() + ")" : "");
        boolean none = event.left() || p.action() == PortReport.Action.NONE;
        return "decision="
                + (none ? "none" : p.action().word())
                + " port="
                + p.port()
                + (p.name().isEmpty() ? "" : " name=" + p.name())
                + " verdict="
                + event.from()
                + "->"
                + (event.left() ? PortState.ABSENT : p.verdict().word())
                + " pid="
                + h.pid()
                + " program="
                + ReportJson.word(h.program())
                + " owner="
                + ReportJson.word(h.owner())
                + " peer="
                + Optional.ofNullable(ReportJson.peer(h)).orElse("-")
                + " age="
                + age(h, p.at()).map(d -> d.toSeconds() + "s").orElse("-")
                + " tty="
                + (h.tty() ? "yes" : "no")
                + " connection="
                + h.connection().map(c -> c.stateName() + "/" + c.unacked() + "B").orElse("-")
                + " others="
                + (others.isEmpty() ? "-" : others)
                + " probes="
                + (probes.isEmpty() || event.left() ? "-" : probes)
                + " reason=\""
                + (event.left() ? ReportJson.NOBODY : p.reason())
                + "\"";
    }
}
