package org.tunnelfun.reaper.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** A reaper that has lost what it needs to go on ends, so that its supervisor starts a new one. */
@Requires({Need.LINUX, Need.ROOT})
class LastResortTest {

    /** Enough to sweep, and not for the names of all ports. */
    private static final String HEAP = "-Xmx12m";

    @TempDir Path folder;

    /**
     * The config is read again on a thread of its own, which is not the one that sweeps. Alone in a
     * network, for it watches every port.
     */
    private void endsWith(int code, String options) throws Exception {
        Path config = folder.resolve("reaper.json");
        String start =
                "{\"version\":1,\"ports\":\"1-65535\",\"interval\":1,\"listen\":\"127.0.0.1:"
                        + Tools.freePort()
                        + "\"";
        Files.writeString(config, start + "}");
        try (ReaperProcess reaper =
                new ReaperProcess(
                        "unshare",
                        "-n",
                        "sh",
                        "-c",
                        "ip link set lo up && exec env \"_JAVA_OPTIONS=$0\" \"$@\"",
                        options)) {
            Process running =
                    reaper.start(
                            "run",
                            "--dry-run",
                            "--config",
                            config.toString(),
                            "--socket",
                            reaper.folder().resolve("s").toString(),
                            "--state-dir",
                            reaper.folder().resolve("state").toString());
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> reaper.said().contains("first sweep"));
            String names =
                    IntStream.rangeClosed(1, 65_535)
                            .mapToObj(port -> "\"%d\":\"device-%d\"".formatted(port, port))
                            .collect(Collectors.joining(","));
            Files.writeString(config, start + ",\"names\":{" + names + "}}");
            Tools.signal("HUP", running.pid());
            assertTrue(running.waitFor(60, TimeUnit.SECONDS), reaper.said());
            assertEquals(code, running.exitValue(), reaper.said());
            assertTrue(reaper.said().contains("OutOfMemoryError"), reaper.said());
        }
    }

    @Test
    void startedPlainlyItEndsWhenMemoryRunsOut() throws Exception {
        endsWith(Exit.FAILED, HEAP);
    }

    /** Java's own code for it; systemd starts anew whatever it is not told to leave. */
    @Test
    void withTheFlagsOfTheServiceItEndsToo() throws Exception {
        endsWith(3, HEAP + " -XX:+ExitOnOutOfMemoryError");
    }

    @Test
    void theUnitStartsItAnewUnlessItsConfigIsWrong() throws IOException {
        try (var in = Exit.class.getResourceAsStream("../service/tunnelfun-reaper.service")) {
            String unit = new String(in.readAllBytes());
            assertTrue(unit.contains("Restart=always"), unit);
            assertTrue(unit.contains("RestartPreventExitStatus=64 78\n"), unit);
        }
    }
}
