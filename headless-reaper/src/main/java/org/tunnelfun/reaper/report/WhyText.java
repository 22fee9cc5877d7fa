package org.tunnelfun.reaper.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The running reaper's answer to {@code why}, for people: one screen. */
public final class WhyText {
    private static final int SHOWN = 3;

    private WhyText() {}

    /** The state of a port and its last decisions, newest first. */
    public static String of(JsonObject port, Instant now) {
        List<String> lines = new ArrayList<>();
        String name =
                port.get("name").isJsonNull() ? "" : " (" + port.get("name").getAsString() + ")";
        lines.add(
                "port "
                        + port.get("port").getAsInt()
                        + name
                        + ": "
                        + port.get("verdict").getAsString()
                        + " for "
                        + Ago.of(port.get("since"), now)
                        + ": "
                        + port.get("reason").getAsString());
        JsonArray decisions = port.getAsJsonArray("decisions");
        if (decisions.isEmpty()) {
            lines.add("no decision about it since the reaper started");
        }
        for (int i = 0; i < Math.min(SHOWN, decisions.size()); i++) {
            lines.add("");
            decision(lines, decisions.get(i).getAsJsonObject());
        }
        StringBuilder out = new StringBuilder();
        for (String line : lines) {
            indented(line, out);
        }
        return out.toString();
    }

    private static void indented(String line, StringBuilder out) {
        String indent = line.startsWith("  ") ? "  " : "";
        List<String> wrapped = Columns.wrap(line, Columns.WIDTH - 4);
        for (int i = 0; i < wrapped.size(); i++) {
            out.append(indent).append(i > 0 ? "  " : "").append(wrapped.get(i)).append('\n');
        }
        if (wrapped.isEmpty()) {
            out.append('\n');
        }
    }

    private static void decision(List<String> lines, JsonObject d) {
        JsonObject holder = d.getAsJsonObject("holder");
        lines.add(
                d.get("probedAt").getAsString()
                        + "  "
                        + d.get("verdict").getAsString()
                        + ", "
                        + d.get("action").getAsString()
                        + ": "
                        + d.get("reason").getAsString());
        lines.add(
                "  holder: "
                        + text(holder, "program")
                        + " "
                        + text(holder, "pid")
                        + ", user "
                        + text(holder, "user")
                        + ", peer "
                        + text(holder, "peer")
                        + ", since "
                        + text(holder, "since")
                        + (d.get("tty").getAsBoolean() ? ", with a terminal" : ""));
        if (!d.get("connection").isJsonNull()) {
            JsonObject c = d.getAsJsonObject("connection");
            lines.add(
                    "  connection: "
                            + text(c, "state")
                            + ", "
                            + text(c, "unacked")
                            + " bytes unacknowledged, sent again "
                            + text(c, "retransmits")
                            + " times");
        }
        if (!d.getAsJsonArray("otherPorts").isEmpty()) {
            int shown = d.getAsJsonArray("otherPorts").size();
            // A reaper from before an upgrade may still run: it names them all.
            int all = d.has("otherPortsTotal") ? d.get("otherPortsTotal").getAsInt() : shown;
            lines.add(
                    "  other ports: "
                            + d.get("otherPorts")
                            + (all > shown ? ", " + all + " in all" : ""));
        }
        for (JsonElement element : d.getAsJsonArray("probes")) {
            JsonObject p = element.getAsJsonObject();
            String connected =
                    p.get("connectMs").isJsonNull()
                            ? "not connected"
                            : "connected in " + text(p, "connectMs") + " ms";
            lines.add(
                    "  probe "
                            + text(p, "to")
                            + ": "
                            + connected
                            + ", "
                            + text(p, "bytes")
                            + " bytes in "
                            + text(p, "waitedMs")
                            + " ms");
        }
        if (!d.get("said").isJsonNull()) {
            lines.add("  said: " + text(d, "said"));
        }
        if (!d.get("signal").isJsonNull()) {
            lines.add(
                    "  signal: "
                            + text(d, "signal")
                            + ", port free after "
                            + text(d, "freedMs")
                            + " ms");
        }
    }

    private static String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value.isJsonNull() ? "-" : value.getAsString();
    }
}
