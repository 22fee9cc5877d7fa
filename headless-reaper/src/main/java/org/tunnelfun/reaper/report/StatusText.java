package org.tunnelfun.reaper.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Instant;

/** The running reaper's answer to {@code status}, for people. */
public final class StatusText {
    private StatusText() {}

    /** A table, its notes, and a line about the last sweep. */
    public static String of(JsonObject fleet, Instant now) {
        StringBuilder out = new StringBuilder();
        Columns table =
                new Columns()
                        .row(
                                "", "NAME", "PORT", "VERDICT", "SINCE", "ALIVE", "USER", "PEER",
                                "REAPED");
        for (JsonElement element : fleet.getAsJsonArray("ports")) {
            row(table, element.getAsJsonObject(), now);
        }
        if (fleet.getAsJsonArray("ports").isEmpty()) {
            out.append("no device has connected yet\n");
        } else {
            out.append(table.text());
        }
        for (JsonElement note : fleet.getAsJsonArray("notes")) {
            Columns.wrap("note: " + note.getAsString(), Columns.WIDTH)
                    .forEach(l -> out.append(l).append('\n'));
        }
        String last = Ago.of(fleet.get("lastSweep"), now);
        String line =
                "watching "
                        + fleet.get("watched").getAsString()
                        + (last.equals("-")
                                ? ", first sweep under way"
                                : ", swept " + last + " ago")
                        + (fleet.get("dryRun").getAsBoolean() ? ", dry run" : "");
        Columns.wrap(line, Columns.WIDTH).forEach(l -> out.append(l).append('\n'));
        return out.toString();
    }

    private static void row(Columns table, JsonObject p, Instant now) {
        String verdict = p.get("verdict").getAsString();
        boolean fine = verdict.equals("alive") || verdict.equals("absent");
        String alive = Ago.of(p.get("lastAlive"), now);
        String reaped = p.get("reapedToday").getAsString();
        table.row(
                fine ? "" : p.get("reason").getAsString(),
                text(p, "name"),
                text(p, "port"),
                verdict,
                Ago.of(p.get("since"), now),
                alive.equals("-") ? "-" : alive + " ago",
                text(p, "user"),
                text(p, "peer"),
                reaped.equals("0") ? "-" : reaped + " today");
    }

    private static String text(JsonObject object, String key) {
        JsonElement value = object.get(key);
        return value.isJsonNull() ? "-" : value.getAsString();
    }
}
