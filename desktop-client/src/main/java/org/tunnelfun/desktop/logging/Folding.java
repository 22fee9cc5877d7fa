package org.tunnelfun.desktop.logging;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decides which of many alike lines are worth printing: the first, then one after ten minutes,
 * after half an hour more, and ever more rarely. A whole night without network stays a page.
 */
final class Folding {

    private static final Duration FIRST = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofHours(5);

    /** More kinds of lines than this are folded into one: 8 kinds make 40 lines a night. */
    private static final int MOST_KINDS = 8;

    private final Map<String, Kind> kinds = new LinkedHashMap<>();

    /** How often a line came since it was printed last. */
    record Repeats(int times, Duration within) {}

    private static final class Kind {
        private int folded;
        private Instant printed;
        private Instant seen;
        private Duration quiet = FIRST;
    }

    /**
     * Takes note of a line.
     *
     * @param always print it, however many were alike
     * @return empty if it should not be printed; else how many like it were left out
     */
    Optional<Repeats> note(String line, Instant now, boolean always) {
        kinds.values().removeIf(k -> Duration.between(k.seen, now).compareTo(k.quiet) > 0);
        String key = line.replaceAll("[0-9]+", "#");
        Kind kind = kinds.get(key);
        if (kind == null && kinds.size() >= MOST_KINDS) {
            kind = kinds.get("");
            key = "";
        }
        if (kind == null) {
            kind = new Kind();
            kind.printed = now;
            kind.seen = now;
            kinds.put(key, kind);
            return Optional.of(new Repeats(0, Duration.ZERO));
        }
        kind.seen = now;
        if (always) {
            return Optional.of(new Repeats(0, Duration.ZERO));
        }
        kind.folded++;
        Duration since = Duration.between(kind.printed, now);
        if (since.compareTo(kind.quiet) < 0) {
            return Optional.empty();
        }
        Repeats repeats = new Repeats(kind.folded, since);
        kind.folded = 0;
        kind.printed = now;
        kind.quiet = min(kind.quiet.multipliedBy(3), LONGEST);
        return Optional.of(repeats);
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
