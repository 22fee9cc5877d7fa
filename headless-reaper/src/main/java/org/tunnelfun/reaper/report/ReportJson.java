package org.tunnelfun.reaper.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.tunnelfun.reaper.judge.Escape;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.TcpSocket;
import org.tunnelfun.reaper.sweep.PortReport;
import org.tunnelfun.reaper.sweep.Report;

/**
 * The stable documents. Every key is always present; what is not known is null. Times are ISO 8601
 * in UTC.
 */
public final class ReportJson {
    /** Why a port is absent. */
    public static final String NOBODY = "nobody listens on it";

    private static final int MAX_WORD = 64;

    private ReportJson() {}

    /** Of {@code sweep --json}. */
    public static void write(Report report, Writer out) throws IOException {
        JsonWriter json = writer(out);
        json.beginObject().name("version").value(1).name("ports").beginArray();
        for (PortReport port : report.ports()) {
            json.beginObject();
            port(json, port);
            json.endObject();
        }
        json.endArray();
        json.name("reaped").value(report.reaped());
        json.name("spared").value(report.spared());
        json.name("unknown").value(report.unknown());
        json.endObject();
        json.flush();
    }

    /** One document as text. */
    public static String text(Body body) {
        StringWriter out = new StringWriter();
        try {
            JsonWriter json = writer(out);
            json.beginObject();
            body.write(json);
            json.endObject();
            json.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return out.toString();
    }

    /** Writes the members of an object. */
    public interface Body {
        /** Writes names and values, in pairs. */
        void write(JsonWriter json) throws IOException;
    }

    /** A writer that writes nulls. */
    private static JsonWriter writer(Writer out) {
        JsonWriter json = new JsonWriter(out);
        json.setSerializeNulls(true);
        return json;
    }

    /** The members of a port's entry. */
    public static void port(JsonWriter json, PortReport port) throws IOException {
        json.name("port").value(port.port());
        json.name("name").value(orNull(port.name()));
        json.name("verdict").value(port.verdict().word());
        json.name("action").value(port.action().word());
        json.name("reason").value(port.reason());
        json.name("holder");
        holder(json, port.holder());
        json.name("probes").beginArray();
        for (Heard heard : port.probes()) {
            json.beginObject();
            json.name("to").value(heard.address());
            json.name("connectMs");
            numberOrNull(json, heard.connectMs());
            json.name("bytes").value(heard.bytes());
            json.name("waitedMs").value(heard.waitedMs());
            json.endObject();
        }
        json.endArray();
    }

    /** The members of an event about a port that nobody holds any more: who did. */
    public static void left(JsonWriter json, PortReport last) throws IOException {
        json.name("port").value(last.port());
        json.name("name").value(orNull(last.name()));
        json.name("verdict").value("absent");
        json.name("action").value(PortReport.Action.NONE.word());
        json.name("reason").value(NOBODY);
        json.name("holder");
        holder(json, last.holder());
    }

    private static void holder(JsonWriter json, Holder holder) throws IOException {
        json.beginObject();
        json.name("pid");
        numberOrNull(json, holder.pid() > 0 ? holder.pid() : -1);
        json.name("program").value(orNull(holder.program()));
        json.name("user").value(orNull(holder.owner()));
        json.name("peer").value(peer(holder));
        json.name("since").value(holder.since().map(ReportJson::time).orElse(null));
        json.endObject();
    }

    /** The device's address and port, as far as it can be seen. */
    public static String peer(Holder holder) {
        return holder.connection().map(TcpSocket::remote).map(Heard::text).orElse(null);
    }

    /** To the second, as people read it. */
    public static String time(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Escaped and cut; null if there is nothing. */
    private static String orNull(String text) {
        return text.isEmpty() ? null : Escape.text(text, MAX_WORD);
    }

    /** A word for a log line: escaped, without spaces; {@code -} if there is nothing. */
    public static String word(String text) {
        return text.isEmpty() ? "-" : Escape.text(text, MAX_WORD).replace(' ', '_');
    }

    /** A number, or null if it is negative. */
    private static void numberOrNull(JsonWriter json, long number) throws IOException {
        if (number < 0) {
            json.nullValue();
        } else {
            json.value(number);
        }
    }
}
