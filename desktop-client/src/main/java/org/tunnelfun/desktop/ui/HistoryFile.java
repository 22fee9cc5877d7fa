package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.OrdinaryFile;
import org.tunnelfun.desktop.config.PrivateFile;

/**
 * What the timelines show, kept over a restart. One line for each span, event and round trip, its
 * parts separated by tabs; a line that is not understood is left out, so that a file cut short or
 * tampered with costs no more than itself. Losing the file loses nothing that matters.
 */
public final class HistoryFile {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryFile.class);

    private static final String FIRST = "tunnelfun-history 1";

    /** Of a file; what lies beyond is not read. */
    static final int LONGEST = 4 << 20;

    /** Of all tunnels together; at 100 characters each far below {@link #LONGEST}. */
    private static final int MOST_LINES = 20_000;

    private static final int LONGEST_TEXT = 200;

    private final Path file;

    /** The histories in this file; nothing is touched yet. */
    public HistoryFile(Path file) {
        this.file = file;
    }

    /**
     * What is known of the last day.
     *
     * @return by tunnel; empty without a file
     */
    public Map<String, History> read(Instant now) {
        Map<String, History> all = new HashMap<>();
        try (InputStream in = OrdinaryFile.open(file)) {
            String text = new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
            if (text.startsWith(FIRST + "\n")) {
                text.lines().skip(1).forEach(line -> take(all, line.split("\t", -1), now));
            }
        } catch (NoSuchFileException e) {
            LOG.debug("no history yet");
        } catch (IOException e) {
            LOG.warn("{} cannot be read, the timelines begin anew: {}", file, e.toString());
        }
        return all;
    }

    private static void take(Map<String, History> all, String[] part, Instant now) {
        try {
            History history = all.computeIfAbsent(part[1], name -> new History());
            Instant at = Instant.ofEpochMilli(Long.parseLong(part[2]));
            switch (part[0]) {
                case "span" ->
                        history.restore(
                                new History.Span(
                                        at,
                                        Instant.ofEpochMilli(Long.parseLong(part[3])),
                                        History.Level.valueOf(part[4]),
                                        text(part[5])),
                                now);
                case "event" ->
                        history.restore(
                                new History.Event(
                                        at, Look.valueOf(part[3]), text(part[4]), Optional.empty()),
                                now);
                case "rtt" ->
                        history.restore(
                                new History.Sample(at, Duration.ofNanos(Long.parseLong(part[3]))),
                                now);
                default -> LOG.trace("a line of a later version");
            }
        } catch (IllegalArgumentException | DateTimeException | IndexOutOfBoundsException e) {
            LOG.trace("a line that is not ours", e);
        }
    }

    /** The text that {@link #write} takes; quick, for the screen's thread. */
    static String text(Map<String, History> all, Instant now) {
        StringBuilder text = new StringBuilder(FIRST).append('\n');
        int most = Math.min(History.MOST, MOST_LINES / 3 / Math.max(1, all.size()));
        all.forEach(
                (name, history) -> {
                    for (History.Span s : last(history.spans(), most)) {
                        line(text, "span", name, s.from())
                                .append(s.end(now).toEpochMilli())
                                .append('\t')
                                .append(s.level())
                                .append('\t')
                                .append(text(s.reason()))
                                .append('\n');
                    }
                    // Newest first in the history, oldest first in the file.
                    List<History.Event> events = history.events();
                    for (int i = Math.min(most, events.size()) - 1; i >= 0; i--) {
                        History.Event e = events.get(i);
                        line(text, "event", name, e.at())
                                .append(e.look())
                                .append('\t')
                                .append(text(e.sentence()))
                                .append('\n');
                    }
                    for (History.Sample s : last(history.samples(), most)) {
                        line(text, "rtt", name, s.at()).append(s.rtt().toNanos()).append('\n');
                    }
                });
        return text.toString();
    }

    private static StringBuilder line(StringBuilder to, String kind, String name, Instant at) {
        return to.append(kind)
                .append('\t')
                .append(name)
                .append('\t')
                .append(at.toEpochMilli())
                .append('\t');
    }

    private static <T> List<T> last(List<T> all, int most) {
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    /** Reasons come from the network in part: one short line without anything that acts. */
    private static String text(String text) {
        String plain = text.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
        return plain.length() <= LONGEST_TEXT ? plain : plain.substring(0, LONGEST_TEXT);
    }

    /** Replaces the file in one move, readable by its owner alone. */
    public void write(String text) {
        try {
            PrivateFile.replace(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("{} cannot be written: {}", file, e.toString());
        }
    }
}
