package org.tunnelfun.reaper.report;

import com.google.gson.JsonElement;
import java.time.Duration;
import java.time.Instant;

/** Times as people say them. */
final class Ago {
    private Ago() {}

    /** {@code 12 s}, {@code 3 h 12 m}, {@code 5 d}; a dash for null. */
    static String of(JsonElement time, Instant now) {
        if (time == null || time.isJsonNull()) {
            return "-";
        }
        return text(Duration.between(Instant.parse(time.getAsString()), now));
    }

    /** The same for a duration; a clock that was set back shows 0 s. */
    static String text(Duration age) {
        long s = Math.max(0, age.toSeconds());
        if (s < 60) {
            return s + " s";
        }
        if (s < 3600) {
            return s / 60 + " m";
        }
        if (s < 86_400) {
            return s / 3600 + " h " + s / 60 % 60 + " m";
        }
        return s / 86_400 + " d";
    }
}
