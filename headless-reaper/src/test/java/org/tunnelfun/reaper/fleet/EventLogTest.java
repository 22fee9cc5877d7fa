package org.tunnelfun.reaper.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.TcpSocket;
import org.tunnelfun.reaper.sweep.PortReport;
import org.tunnelfun.reaper.sweep.PortReport.Action;
import org.tunnelfun.reaper.sweep.Report;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

class EventLogTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir private Path folder;

    static PortReport entry(int port, Verdict verdict, Action action) {
        return entry(port, verdict, action, List.of());
    }

    private static PortReport entry(
            int port, Verdict verdict, Action action, List<Holder.Listener> listeners) {
        Holder holder =
                new Holder(
                        Holder.Kind.SESSION,
                        4711,
                        42,
                        Optional.of(NOON),
                        Optional.empty(),
                        "ss\nhd \u001b[31m",
                        1000,
                        "an na",
                        false,
                        listeners,
                        Optional.empty());
        Heard heard =
                new Heard(
                        new InetSocketAddress("127.0.0.1", port),
                        Heard.Outcome.NOTHING,
                        1,
                        0,
                        5000,
                        "");
        return new PortReport(
                port,
                "nas",
                verdict,
                action,
                "because",
                holder,
                List.of(heard),
                2,
                2,
                "TERM",
                12,
                NOON);
    }

    /** One account's session with thousands of forwards would rotate away what all others did. */
    @Test
    void anEventNamesAFewOfManyOtherPortsAndHowManyThereAre() {
        List<Holder.Listener> many =
                IntStream.range(2000, 5000)
                        .mapToObj(
                                port ->
                                        new TcpSocket(
                                                new InetSocketAddress("127.0.0.1", port),
                                                new InetSocketAddress("0.0.0.0", 0),
                                                TcpSocket.LISTEN,
                                                0,
                                                0,
                                                0,
                                                1000,
                                                port))
                        .map(socket -> new Holder.Listener(socket, 5))
                        .toList();
        PortReport report = entry(2001, Verdict.SILENT, Action.REAPED, many);
        Fleet.Event event = new Fleet.Event(NOON, "alive", report, false);
        JsonObject json = JsonParser.parseString(EventJson.of(event)).getAsJsonObject();
        assertEquals(32, json.getAsJsonArray("otherPorts").size());
        assertEquals(2000, json.getAsJsonArray("otherPorts").get(0).getAsInt());
        assertEquals(2999, json.get("otherPortsTotal").getAsInt());
        assertTrue(EventJson.of(event).length() < 1000);
        assertTrue(EventJson.logLine(event).contains(",2032,…(2999) probes="));
    }

    private static List<Fleet.Event> event() {
        return List.of(
                new Fleet.Event(NOON, "alive", entry(2001, Verdict.SILENT, Action.REAPED), false));
    }

    @Test
    void aFileIsRenamedAtItsSizeAndOldOnesGo() throws IOException {
        EventLog log = new EventLog(folder.resolve("deep/events.jsonl"), 2000, 2);
        for (int i = 0; i < 50; i++) {
            log.add(event());
        }
        try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
            List<Path> all = files.sorted().toList();
            assertEquals(3, all.size(), all.toString());
            for (Path file : all) {
                assertTrue(Files.size(file) <= 2000);
            }
        }
        assertEquals(50, log.newest().size());
    }

    /** All sessions of a large fleet that end at once, for sshd was restarted. */
    @Test
    void whatHappensInOneSweepIsBoundedAsWell() throws IOException {
        EventLog log = new EventLog(folder.resolve("deep/events.jsonl"), 20_000, 2);
        log.swept(NOON, IntStream.range(2000, 3000).map(i -> 2 * i));
        log.add(Collections.nCopies(1_000, event().get(0)));
        try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
            for (Path file : files.toList()) {
                assertTrue(Files.size(file) <= 20_000, file + ": " + Files.size(file));
                assertTrue(Files.readString(file).endsWith("}\n"));
            }
        }
        assertEquals(500, log.newest().size());
    }

    @Test
    void whatIsRememberedIsBounded() {
        EventLog log = new EventLog(folder.resolve("events.jsonl"), 1 << 20, 1);
        for (int i = 0; i < 600; i++) {
            log.add(event());
        }
        assertEquals(500, log.newest().size());
    }

    @Test
    void aDiskThatTakesNothingStopsNobody() {
        EventLog log = new EventLog(Path.of("/proc/nowhere/events.jsonl"), 1000, 1);
        log.add(event());
        assertEquals(1, log.newest().size());
    }

    @Test
    @Requires(Need.LINUX)
    void aFifoInTheFilesPlaceStopsNobody() {
        Path fifo = folder.resolve("events.jsonl");
        Tools.run(List.of("mkfifo", fifo.toString()));
        EventLog log = new EventLog(fifo, 1000, 1);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> log.add(event()));
        assertEquals(1, log.newest().size());
    }

    /** Run by hand, root writes to the folder of the service's account. */
    @Test
    @Requires(Need.LINUX)
    void aLinkInTheFilesPlaceLeadsToNobodysFile() throws IOException {
        Path other = Files.writeString(folder.resolve("passwd"), "root:x:0:0::/:/bin/sh\n");
        FileTime before = FileTime.from(NOON);
        Files.setLastModifiedTime(other, before);
        Path link = Files.createSymbolicLink(folder.resolve("events.jsonl"), other);
        EventLog log = new EventLog(link, 1000, 1);
        log.add(event());
        log.swept(NOON.plusSeconds(3600), IntStream.of(2001));
        assertEquals("root:x:0:0::/:/bin/sh\n", Files.readString(other));
        assertEquals(before, Files.getLastModifiedTime(other));
        assertEquals(1, log.newest().size());
    }

    @Test
    @Requires(Need.LINUX)
    void whoHasNotTheTokenCannotReadTheFleetFromTheFileEither() throws IOException {
        Path file = folder.resolve("state/events.jsonl");
        new EventLog(file, 1000, 1).add(event());
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
        assertEquals("rw-r-----", PosixFilePermissions.toString(mode));
    }

    @Test
    void neitherLogNorEventCanBeForgedByATitle() {
        Fleet.Event event = event().get(0);
        assertEquals(1, EventJson.of(event).lines().count());
        String line = EventJson.logLine(event);
        assertEquals(1, line.lines().count());
        assertFalse(line.contains("\u001b"));
        assertTrue(line.contains("owner=an_na"), line);
    }

    private static Report report(Verdict verdict, Action action, Instant at) {
        return new Report(
                List.of(entry(2001, verdict, action)), List.of(), at, Duration.ofSeconds(1));
    }

    @Test
    void theFleetTellsWhatChangedAndCountsTheDaysReaping() {
        Fleet fleet = new Fleet(NOON);
        ReaperConfig config = ReaperConfig.of(Ports.parse("2000-2009"));
        assertEquals(
                0, fleet.accept(report(Verdict.ALIVE, Action.NONE, NOON), true, config).size());
        assertEquals(
                0, fleet.accept(report(Verdict.ALIVE, Action.NONE, NOON), true, config).size());
        Instant later = NOON.plusSeconds(60);
        assertEquals(
                1, fleet.accept(report(Verdict.SILENT, Action.REAPED, later), true, config).size());
        PortState state = fleet.snapshot().ports().get(2001);
        assertEquals("absent", state.verdict());
        assertEquals(1, state.reapedToday());
        assertEquals(Optional.of(NOON), state.lastAlive());
        fleet.accept(report(Verdict.ALIVE, Action.NONE, NOON.plusSeconds(86_400)), true, config);
        state = fleet.snapshot().ports().get(2001);
        assertEquals(0, state.reapedToday());
        assertEquals(1, state.reaped());
        for (int i = 0; i < 100; i++) {
            fleet.accept(
                    report(i % 2 == 0 ? Verdict.CLOSED : Verdict.OTHER, Action.SPARED, later),
                    true,
                    config);
        }
        assertTrue(fleet.snapshot().ports().get(2001).decisions().size() <= 5);
        Report nothing = new Report(List.of(), List.of(), later, Duration.ZERO);
        fleet.accept(nothing, true, config);
        assertEquals("absent", fleet.snapshot().ports().get(2001).verdict());
    }

    @Test
    void aClockThatIsSetBackDoesNoHarm() {
        Fleet fleet = new Fleet(NOON);
        ReaperConfig config = ReaperConfig.of(Ports.parse("2000-2009"));
        fleet.accept(report(Verdict.ALIVE, Action.NONE, NOON), true, config);
        fleet.accept(
                report(Verdict.CLOSED, Action.SPARED, NOON.minusSeconds(86_400)), true, config);
        assertEquals("closed", fleet.snapshot().ports().get(2001).verdict());
    }
}
