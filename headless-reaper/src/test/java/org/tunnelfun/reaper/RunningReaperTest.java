package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** {@code run}, asked over its socket and told by signals. */
@Tag("slow")
@Requires(Need.LINUX)
class RunningReaperTest extends RunningReaper {

    @Test
    void statusShowsTheFleetInEightyColumnsAndAsADocument() {
        ReaperProcess.Result status = ask("status");
        assertEquals(0, status.code(), status.err());
        assertTrue(status.out().contains("nas"), status.out());
        assertTrue(status.out().lines().allMatch(l -> l.length() <= 80), status.out());
        JsonObject document = ask("status", "--json").json();
        JsonObject first = document.getAsJsonArray("ports").get(0).getAsJsonObject();
        for (String key :
                List.of(
                        "port",
                        "name",
                        "verdict",
                        "action",
                        "reason",
                        "since",
                        "lastAlive",
                        "user",
                        "peer",
                        "pid",
                        "reapedToday",
                        "reaped")) {
            assertTrue(first.has(key), key);
        }
    }

    @Test
    void theSocketIsItsOwnersAndGroupsAlone() throws IOException {
        assertEquals(
                "rw-rw----",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(socket))));
    }

    @Test
    void aSecondReaperOnTheSamePortsGivesUp() {
        ReaperProcess.Result second =
                reaper.run("run", "--config", config().toString(), "--socket", socket);
        assertEquals(75, second.code(), second.err());
        assertTrue(second.err().contains("another reaper watches"), second.err());
    }

    @Test
    void aBadConfigOnHangUpLeavesTheOldOneInForce() throws Exception {
        Files.writeString(config(), "{\"version\":1,\"ports\":\"70000\"}");
        Tools.signal("HUP", running.pid());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("config not reloaded"));
        assertTrue(running.isAlive());
        config(700);
        Tools.signal("HUP", running.pid());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("config reloaded"));
        assertEquals(0, ask("status").code());
    }

    @Test
    void onTermItStopsAtOnceAlsoInTheMiddleOfASweepAndTakesItsSocketAway() throws Exception {
        other.freeze();
        Tools.signal("HUP", running.pid());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("config reloaded"));
        Tools.signal("TERM", running.pid());
        assertTrue(running.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, running.exitValue(), reaper.said());
        assertFalse(Files.exists(Path.of(socket)));
        assertEquals(69, ask("status").code());
    }

    /** What it wrote down is dated back, as if it had been killed half an hour ago. */
    @Test
    void aReaperThatWasKilledIsReplacedAndItsTimelinesGoOn() throws Exception {
        Path events = reaper.folder().resolve("state/events.jsonl");
        await().atMost(PATIENCE).until(() -> Files.exists(events));
        running.destroyForcibly().waitFor();
        assertTrue(Files.exists(Path.of(socket)));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String written = Files.readString(events);
        String at = JsonParser.parseString(written).getAsJsonObject().get("at").getAsString();
        Instant begun = now.minus(Duration.ofHours(1));
        Files.writeString(events, written.replace(at, begun.toString()));
        Instant killed = now.minus(Duration.ofMinutes(30));
        Files.setLastModifiedTime(events, FileTime.from(killed));
        running =
                reaper.start(
                        "run",
                        "--ports",
                        "" + alive.port(),
                        "--interval",
                        "600",
                        "--socket",
                        socket,
                        "--state-dir",
                        reaper.folder().resolve("state").toString());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("first sweep"));
        JsonObject port =
                ask("status", "--json").json().getAsJsonArray("ports").get(0).getAsJsonObject();
        JsonArray history = port.getAsJsonArray("history");
        assertEquals(3, history.size(), history.toString());
        assertEquals("{\"at\":\"" + begun + "\",\"verdict\":\"alive\"}", history.get(0).toString());
        assertEquals(
                "{\"at\":\"" + killed + "\",\"verdict\":\"unwatched\"}", history.get(1).toString());
        JsonObject last = history.get(2).getAsJsonObject();
        assertEquals("alive", last.get("verdict").getAsString());
        assertFalse(Instant.parse(last.get("at").getAsString()).isBefore(now));
    }
}
