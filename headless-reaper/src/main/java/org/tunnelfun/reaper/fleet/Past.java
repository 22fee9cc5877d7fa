package org.tunnelfun.reaper.fleet;

import com.google.gson.stream.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.judge.Verdict;

/**
 * What {@code events.jsonl} still tells of the timelines, after a restart. Whatever is no line of
 * ours is passed over; memory and time are bounded by what the log itself may hold.
 */
public final class Past {
    /** Rotation keeps files below a quarter of this; only the end of a larger one is read. */
    private static final long MAX_FILE = 4 << 20;

    /** A restart within this leaves no gap that a timeline of a day could show. */
    private static final Duration PAUSE = Duration.ofMinutes(3);

    /** What the line about the first sweep of a run says of itself. */
    static final String FIRST_LOOK = "first";

    private static final Set<String> WORDS =
            Stream.concat(
                            Stream.of(Verdict.values()).map(Verdict::word),
                            Stream.of(PortState.ABSENT))
                    .collect(Collectors.toUnmodifiableSet());

    private final Ports watched;
    private final Instant now;
    private final Map<Integer, History> histories = new HashMap<>();
    private final Map<Integer, Integer> reaped = new HashMap<>();
    private Optional<Instant> stopped = Optional.empty();

    /**
     * Nothing is read yet.
     *
     * @param watched ports that are of interest
     * @param now lines from after this are wrong
     */
    Past(Ports watched, Instant now) {
        this.watched = watched;
        this.now = now;
    }

    /** Reads these files, the oldest first. */
    Past read(List<Path> files) {
        Instant seen = Instant.EPOCH;
        for (Path file : files) {
            try {
                if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    lines(file);
                    seen = Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
                }
            } catch (IOException unreadable) {
                // The timeline begins later.
                continue;
            }
        }
        if (seen.isAfter(Instant.EPOCH) && seen.plus(PAUSE).isBefore(now)) {
            stopped = Optional.of(seen);
            unwatched(seen);
        }
        return this;
    }

    /** What is known of each port. */
    Map<Integer, History> histories() {
        return Map.copyOf(histories);
    }

    /** How often a session of this port was ended since midnight UTC. */
    int reapedToday(int port) {
        return reaped.getOrDefault(port, 0);
    }

    /** Until when the reaper ran before, if there is a gap. */
    Optional<Instant> stopped() {
        return stopped;
    }

    private void unwatched(Instant since) {
        histories.replaceAll((port, h) -> h.later(since) ? h.then(since, PortState.UNWATCHED) : h);
    }

    private void lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Math.max(0, Files.size(file) - MAX_FILE));
            InputStream bounded = new java.io.ByteArrayInputStream(in.readNBytes((int) MAX_FILE));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(bounded, StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    take(fields(line));
                } catch (IOException | RuntimeException noLineOfOurs) {
                    continue;
                }
            }
        }
    }

    /** The members that are strings or numbers; by streaming, so that no nesting is too deep. */
    private static Map<String, String> fields(String line) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonReader json = new JsonReader(new StringReader(line))) {
            json.beginObject();
            while (json.hasNext()) {
                String name = json.nextName();
                switch (json.peek()) {
                    case STRING, NUMBER -> fields.putIfAbsent(name, json.nextString());
                    default -> json.skipValue();
                }
            }
            json.endObject();
        }
        return fields;
    }

    private void take(Map<String, String> fields) throws DateTimeException {
        Instant at = Instant.parse(fields.getOrDefault("at", ""));
        if (at.isAfter(now)) {
            return;
        }
        if (fields.containsKey("alive")) {
            looked(fields, at);
            return;
        }
        int port = Integer.parseInt(fields.getOrDefault("port", ""));
        String verdict = fields.getOrDefault("verdict", "");
        if (!WORDS.contains(verdict)) {
            return;
        }
        then(port, at, verdict);
        if ("reaped".equals(fields.get("action"))) {
            Instant probed = Instant.parse(fields.getOrDefault("probedAt", at.toString()));
            boolean plausible = !probed.isBefore(at) && !probed.isAfter(now);
            then(port, plausible ? probed : at, PortState.ABSENT);
            if (PortState.day(at).equals(PortState.day(now)) && watched.contains(port)) {
                reaped.merge(port, 1, Integer::sum);
            }
        }
    }

    /**
     * Everything was looked at. In the first sweep of a run whoever is not listed was absent, for
     * nobody was there to notice how it left, unless an event of that sweep follows.
     */
    private void looked(Map<String, String> fields, Instant at) {
        String alive = fields.get("alive");
        Optional<Ports> living =
                alive.isEmpty() ? Optional.empty() : Optional.of(Ports.parse(alive));
        if (fields.containsKey("after")) {
            unwatched(Instant.parse(fields.get("after")));
        }
        if (FIRST_LOOK.equals(fields.get("look"))) {
            List.copyOf(histories.keySet()).stream()
                    .filter(port -> living.filter(ports -> ports.contains(port)).isEmpty())
                    .forEach(port -> then(port, at, PortState.ABSENT));
        }
        living.ifPresent(
                ports -> ports.stream().forEach(port -> then(port, at, Verdict.ALIVE.word())));
    }

    private void then(int port, Instant at, String verdict) {
        if (watched.contains(port)) {
            histories.merge(
                    port,
                    History.NONE.then(at, verdict),
                    (before, first) ->
                            before.later(at)
                                    ? before.without(at, PortState.ABSENT).then(at, verdict)
                                    : before);
        }
    }
}
