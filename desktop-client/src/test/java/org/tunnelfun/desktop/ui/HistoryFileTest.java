package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;

class HistoryFileTest {

    private static final Instant NOW = Samples.NOW;

    @TempDir Path folder;
    private Path path;
    private HistoryFile file;

    @BeforeEach
    void start() {
        path = folder.resolve("state/x.history");
        file = new HistoryFile(path);
    }

    private static Instant minutes(int ago) {
        return NOW.minus(Duration.ofMinutes(ago));
    }

    private static History lived() {
        History history = new History();
        history.add(Samples.up("nas", 2001), minutes(120));
        history.add(Samples.waiting("nas", 2001), minutes(60));
        history.add(
                Samples.with(Samples.up("nas", 2001), Duration.ofMillis(44), minutes(50)),
                minutes(50));
        return history;
    }

    @Test
    @DisplayName("a timeline survives a restart, and the time between is unknown, not guessed")
    void survives() {
        file.write(HistoryFile.text(Map.of("nas", lived()), minutes(30)));
        History again = file.read(NOW).get("nas");
        again.add(Samples.up("nas", 2001), NOW);
        assertEquals(
                Arrays.asList(
                        History.Level.PROVEN,
                        History.Level.PROVEN,
                        History.Level.DOWN,
                        History.Level.PROVEN,
                        null),
                Bars.levels(again.spans(), minutes(110), minutes(10), 5));
        assertEquals(History.Level.PROVEN, again.spans().get(3).level());
        assertEquals(null, again.spans().get(3).until(), "and now it goes on");
        assertEquals(
                List.of(31L, 44L),
                again.samples().stream().limit(2).map(s -> s.rtt().toMillis()).toList());
        assertEquals(
                lived().events().get(1).sentence(),
                again.events().get(again.events().size() - 2).sentence());
    }

    @Test
    @DisplayName("the file is its owner's alone and as short as the day is remembered")
    void bounded() throws Exception {
        History history = new History();
        for (int i = 0; i < 5_000; i++) {
            history.add(
                    Samples.status(
                            "nas",
                            2001,
                            i % 2 == 0 ? TunnelState.UP : TunnelState.WAITING,
                            Proof.PROVEN,
                            "x".repeat(10_000),
                            java.util.Optional.empty()),
                    minutes(1_000).plusSeconds(i * 10));
        }
        file.write(HistoryFile.text(Map.of("nas", history), NOW));
        assertTrue(Files.size(path) < 700_000, "" + Files.size(path));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        assertTrue(file.read(NOW).get("nas").spans().size() <= History.MOST);
        assertEquals(List.of(), file.read(NOW.plus(Duration.ofDays(3))).get("nas").spans());
    }

    @Test
    @DisplayName("a file cut short at any place costs no more than its end")
    void cutShort() throws Exception {
        file.write(HistoryFile.text(Map.of("nas", lived()), NOW));
        byte[] whole = Files.readAllBytes(path);
        int spans = lived().spans().size();
        for (int length = 0; length <= whole.length; length++) {
            Files.write(path, Arrays.copyOf(whole, length));
            History read = file.read(NOW).getOrDefault("nas", new History());
            assertTrue(read.spans().size() <= spans);
            if (length == whole.length) {
                assertEquals(spans, read.spans().size());
            }
        }
    }

    @Test
    @DisplayName("hostile content brings neither an exception nor the impossible onto the screen")
    void hostile() throws Exception {
        Files.createDirectories(path.getParent());
        long now = NOW.toEpochMilli();
        Files.writeString(
                path,
                "tunnelfun-history 1\nspan\nspan\tnas\nspan\tnas\tx\t1\tPROVEN\t\n"
                        + "span\tnas\t9223372036854775807\t1\tPROVEN\t\n"
                        + "span\tnas\t"
                        + (now - 5_000)
                        + "\t"
                        + (now - 9_000)
                        + "\tPROVEN\tback\n"
                        + "span\tnas\t"
                        + (now - 5_000)
                        + "\t"
                        + (now + 9_000)
                        + "\tPROVEN\tahead\n"
                        + "span\tnas\t"
                        + (now - 5_000)
                        + "\t"
                        + (now - 1_000)
                        + "\tGOOD\tword\n"
                        + "span\tnas\t"
                        + (now - 5_000)
                        + "\t"
                        + (now - 1_000)
                        + "\tDOWN\t\u001b[2J\u202ered\n"
                        + "span\tnas\t"
                        + (now - 4_000)
                        + "\t"
                        + (now - 500)
                        + "\tPROVEN\toverlaps\n"
                        + "rtt\tnas\t"
                        + now
                        + "\t-7\nevent\tnas\t"
                        + (now + 1)
                        + "\tUP\tahead\n\0\0\0");
        History history = file.read(NOW).get("nas");
        assertEquals(1, history.spans().size());
        assertEquals(" [2J red", history.spans().get(0).reason());
        assertEquals(List.of(), history.samples());
        assertEquals(List.of(), history.events());
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        Files.write(path, noise);
        assertEquals(Map.of(), file.read(NOW));
        Files.write(
                path,
                ("tunnelfun-history 1\n" + new String(noise, StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.UTF_8));
        file.read(NOW).values().forEach(h -> assertEquals(List.of(), h.spans()));
    }
}
