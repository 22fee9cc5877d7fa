package org.tunnelfun.reaper.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.sweep.PortReport.Action;
import org.tunnelfun.reaper.sweep.Report;

class PastTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Ports WATCHED = Ports.parse("2000-2009");

    @TempDir Path folder;

    private Map<Integer, History> past(String text, Instant seen, Instant now) throws IOException {
        Path file = Files.writeString(folder.resolve("events.jsonl"), text);
        Files.setLastModifiedTime(file, FileTime.from(seen));
        return new EventLog(file, 1 << 20, 2).past(WATCHED, now).histories();
    }

    private static String told(History history) {
        return history == null
                ? "nothing"
                : history.changes().stream()
                        .map(c -> c.at().toString().substring(11, 16) + " " + c.verdict())
                        .collect(Collectors.joining(", "));
    }

    /** Lines of port 2001, times of one day, a semicolon between lines; read at 12:00. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    10:00 alive                            | 12:00 | 10:00 alive
                    10:00 alive; 11:00 silent              | 12:00 | 10:00 alive, 11:00 silent
                    10:00 alive; 11:00 silent; 11:30 alive | 12:00 | 10:00 alive, 11:00 silent, 11:30 alive
                    10:00 alive; 11:00 reaped              | 12:00 | 10:00 alive, 11:00 silent, 11:01 absent
                    10:00 alive; 11:00 absent              | 12:00 | 10:00 alive, 11:00 absent
                    10:00 all; 11:00 closed                | 12:00 | 10:00 alive, 11:00 closed
                    10:00 all; 11:00 all                   | 12:00 | 10:00 alive
                    10:00 all                              | 11:00 | 10:00 alive, 11:00 unwatched
                    10:00 all                              | 11:58 | 10:00 alive
                    08:00 all; 10:00 all after 09:00       | 12:00 | 08:00 alive, 09:00 unwatched, 10:00 alive
                    08:00 all; 10:00 others after 09:00    | 12:00 | 08:00 alive, 09:00 unwatched, 10:00 absent
                    08:00 closed; 10:00 others first 09:00; 10:00 closed | 12:00 | 08:00 closed, 09:00 unwatched, 10:00 closed
                    08:00 closed; 10:00 others first; 10:00 closed       | 12:00 | 08:00 closed
                    08:00 all; 10:00 others first 09:00; 10:00 closed    | 12:00 | 08:00 alive, 09:00 unwatched, 10:00 closed
                    08:00 closed; 10:00 others first       | 12:00 | 08:00 closed, 10:00 absent
                    08:00 all; 10:00 nobody first          | 12:00 | 08:00 alive, 10:00 absent
                    08:00 all; 10:00 others                | 12:00 | 08:00 alive
                    11:00 silent; 10:00 all                | 12:00 | 11:00 silent
                    13:00 silent                           | 12:00 | nothing
                    10:00 dead                             | 12:00 | nothing
                    """)
    void whatWasWrittenDownIsTheTimeline(String lines, String seen, String history)
            throws IOException {
        String text =
                List.of(lines.split(" *; *")).stream()
                        .map(PastTest::line)
                        .collect(Collectors.joining());
        assertEquals(history, told(past(text, time(seen), NOON).get(2001)));
    }

    private static Instant time(String clock) {
        return Instant.parse("2026-11-22T" + clock + ":00Z");
    }

    private static String line(String words) {
        String[] w = words.split(" ");
        String first = w.length > 2 ? ",\"look\":\"first\"" : "";
        String after = first + (w.length > 3 ? ",\"after\":\"" + time(w[3]) + "\"" : "");
        String what =
                switch (w[1]) {
                    case "all" -> "\"alive\":\"2000-2009\"" + after;
                    case "nobody" -> "\"alive\":\"\"" + after;
                    case "others" -> "\"alive\":\"2002-2009\"" + after;
                    case "reaped" ->
                            "\"port\":2001,\"verdict\":\"silent\",\"action\":\"reaped\",\"probedAt\":\""
                                    + time(w[0]).plusSeconds(60)
                                    + "\"";
                    default ->
                            "\"port\":2001,\"verdict\":\"" + w[1] + "\",\"holder\":{\"pid\":[[1]]}";
                };
        return "{\"at\":\"" + time(w[0]) + "\"," + what + "}\n";
    }

    /** Written by nobody we know, or cut in the middle: passed over, and the rest is read. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"at\":\"2026-11-22T10:00:00Z\",\"port\":2001,\"verdict\":\"sil",
                "{\"at\":12,\"port\":2001,\"verdict\":\"silent\"}",
                "{\"at\":\"2026-11-22T10:00:00Z\",\"port\":99999,\"verdict\":\"silent\"}",
                "{\"at\":\"2026-11-22T10:00:00Z\",\"port\":1e400,\"verdict\":\"silent\"}",
                "{\"at\":\"2026-11-22T10:00:00Z\",\"port\":2001,\"verdict\":\"<script>\"}",
                "{\"at\":\"2026-11-22T10:00:00Z\",\"alive\":\"1-99999\"}",
                "{\"at\":\"+1000000000-12-31T23:59:59Z\",\"alive\":\"2001\"}",
                "\u0000\u0000\ufffd"
            })
    void aLineThatIsNotOursChangesNothing(String line) throws IOException {
        String text = line("09:00 alive") + line + "\n" + line("11:00 closed");
        assertEquals("09:00 alive, 11:00 closed", told(past(text, NOON, NOON).get(2001)));
    }

    @Test
    void nestingWithoutEndAndFilesWithoutEndAreHarmless() throws IOException {
        String deep = "{\"at\":" + "[".repeat(1 << 20) + "\n";
        String text = line("08:00 alive") + "x".repeat(4 << 20) + "\n" + deep;
        assertEquals("09:00 closed", told(past(text + line("09:00 closed"), NOON, NOON).get(2001)));
        Files.delete(folder.resolve("events.jsonl"));
        Files.createSymbolicLink(folder.resolve("events.jsonl"), Path.of("/dev/zero"));
        EventLog log = new EventLog(folder.resolve("events.jsonl"), 1 << 20, 2);
        assertEquals(Map.of(), log.past(WATCHED, NOON).histories());
    }

    @Test
    void whoWasEndedTodayStaysCounted() throws IOException {
        String yesterday = line("11:00 reaped").replace("11-22", "11-21");
        String text = yesterday + line("09:00 reaped") + line("10:00 reaped");
        Path file = Files.writeString(folder.resolve("events.jsonl"), text);
        Past past = new EventLog(file, 1 << 20, 2).past(WATCHED, NOON);
        PortState state =
                new Fleet(NOON, past, ReaperConfig.of(WATCHED)).snapshot().ports().get(2001);
        assertEquals(2, state.reapedToday());
        assertEquals(0, past.reapedToday(2002));
    }

    /** A reaper writes, rotates and stops; the next one knows the same. */
    @Test
    void whatOneReaperWroteTheNextOneKnowsAlsoOverRotations() throws IOException {
        ReaperConfig config = ReaperConfig.of(WATCHED);
        Path file = folder.resolve("events.jsonl");
        EventLog log = new EventLog(file, 20_000, 2);
        Fleet fleet = new Fleet(NOON);
        for (int i = 0; i < 200; i++) {
            Instant at = NOON.plusSeconds(60L * i);
            Verdict verdict = i % 2 == 0 ? Verdict.ALIVE : Verdict.CLOSED;
            Action action = i % 2 == 0 ? Action.NONE : Action.SPARED;
            Report report =
                    new Report(
                            IntStream.of(2001, 2002)
                                    .mapToObj(
                                            p ->
                                                    p == 2001
                                                            ? EventLogTest.entry(p, verdict, action)
                                                            : EventLogTest.entry(
                                                                    p, Verdict.ALIVE, Action.NONE))
                                    .toList(),
                            List.of(),
                            at,
                            Duration.ZERO);
            log.add(fleet.accept(report, true, config));
            log.swept(at, IntStream.of(i % 2 == 0 ? 2001 : 2002, 2002));
        }
        assertTrue(Files.exists(folder.resolve("events.jsonl.2")));
        Instant end = NOON.plusSeconds(60 * 200);
        Past known = new EventLog(file, 20_000, 2).past(WATCHED, end);
        Map<Integer, History> past = known.histories();
        List<History.Change> before = fleet.snapshot().ports().get(2001).history().changes();
        List<History.Change> after = past.get(2001).changes();
        int common = Math.min(before.size(), after.size());
        assertTrue(common > 20, after.toString());
        assertEquals(
                before.subList(before.size() - common, before.size()),
                after.subList(after.size() - common, after.size()));
        // It made no event in all that time.
        assertEquals(
                Optional.of("alive"),
                past.get(2002).changes().stream().map(History.Change::verdict).findFirst());

        Fleet next = new Fleet(end, known, config);
        next.accept(
                new Report(
                        List.of(EventLogTest.entry(2002, Verdict.ALIVE, Action.NONE)),
                        List.of(),
                        end,
                        Duration.ZERO),
                true,
                config);
        PortState state = next.snapshot().ports().get(2002);
        assertEquals(past.get(2002), state.history());
        assertEquals(past.get(2002).changes().get(0).at(), state.since());
        assertEquals("absent", next.snapshot().ports().get(2001).verdict());
    }

    /** Who left while no reaper looked made no event, and must not be shown as up for ever. */
    @ParameterizedTest
    @CsvSource({"60, 2002", "60, ''", "3600, 2002", "3600, ''"})
    void whoWasGoneAtARestartStaysGoneInTheTimelineOfTheNextOne(int pause, String others)
            throws IOException {
        ReaperConfig config = ReaperConfig.of(WATCHED);
        Path file = folder.resolve("events.jsonl");
        Instant then = NOON.minus(Duration.ofHours(6));
        sweep(new EventLog(file, 1 << 20, 2), new Fleet(then), then, 2001, 2002);
        Files.setLastModifiedTime(file, FileTime.from(then));
        Instant back = then.plusSeconds(pause);
        EventLog second = new EventLog(file, 1 << 20, 2);
        int[] here = others.isEmpty() ? new int[0] : new int[] {Integer.parseInt(others)};
        Fleet fleet = new Fleet(back, second.past(WATCHED, back), config);
        sweep(second, fleet, back, here);
        sweep(second, fleet, NOON.minusSeconds(20), here);
        Files.setLastModifiedTime(file, FileTime.from(NOON.minusSeconds(20)));

        Map<Integer, History> third =
                new EventLog(file, 1 << 20, 2).past(WATCHED, NOON).histories();
        assertEquals(told(fleet.snapshot().ports().get(2001).history()), told(third.get(2001)));
        assertEquals("absent", fleet.snapshot().ports().get(2001).verdict());
        if (here.length > 0) {
            assertEquals(told(fleet.snapshot().ports().get(2002).history()), told(third.get(2002)));
        }
    }

    private static void sweep(EventLog log, Fleet fleet, Instant at, int... living) {
        Report report =
                new Report(
                        IntStream.of(living)
                                .mapToObj(p -> EventLogTest.entry(p, Verdict.ALIVE, Action.NONE))
                                .toList(),
                        List.of(),
                        at,
                        Duration.ZERO);
        log.swept(at, IntStream.of(living));
        log.add(fleet.accept(report, true, ReaperConfig.of(WATCHED)));
    }

    @Test
    void aPortThatIsLeftMakesAnEventThatNamesWhoHeldIt() {
        ReaperConfig config = ReaperConfig.of(WATCHED);
        Fleet fleet = new Fleet(NOON);
        Report held =
                new Report(
                        List.of(EventLogTest.entry(2001, Verdict.ALIVE, Action.NONE)),
                        List.of(),
                        NOON,
                        Duration.ZERO);
        fleet.accept(held, true, config);
        Report nobody = new Report(List.of(), List.of(), NOON.plusSeconds(20), Duration.ZERO);
        List<Fleet.Event> events = fleet.accept(nobody, true, config);
        assertEquals(1, events.size());
        String json = EventJson.of(events.get(0));
        assertTrue(json.contains("\"from\":\"alive\",\"port\":2001"), json);
        assertTrue(json.contains("\"verdict\":\"absent\",\"action\":\"none\""), json);
        assertTrue(json.contains("\"pid\":4711"), json);
        String line = EventJson.logLine(events.get(0));
        assertTrue(line.contains("verdict=alive->absent") && line.contains("pid=4711"), line);
        assertEquals(List.of(), fleet.accept(nobody, true, config));
    }
}
