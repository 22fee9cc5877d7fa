package org.tunnelfun.desktop.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

@Tag("slow")
@Requires(Need.LINUX)
class DemoTest {

    @TempDir private Path folder;

    @Test
    void showsBothOutagesInEightyColumnsAndLeavesNothing() throws Exception {
        Process demo = start();
        assertTrue(demo.waitFor(120, TimeUnit.SECONDS));
        String printed = Files.readString(folder.resolve("printed"));
        assertEquals(0, demo.exitValue(), printed);
        assertTrue(printed.contains("session killed    back after"), printed);
        assertTrue(printed.contains("session frozen    back after"), printed);
        assertEquals(List.of(), printed.lines().filter(line -> line.length() > 80).toList());
        assertNothingLeft();
    }

    @Test
    void leavesNothingWhenItIsInterruptedInTheMiddle() throws Exception {
        Process demo = start();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Files.readString(folder.resolve("printed")).contains("kill -"));
        Tools.run(List.of("kill", "-INT", "" + demo.pid()));
        assertTrue(demo.waitFor(30, TimeUnit.SECONDS));
        assertNothingLeft();
    }

    private Process start() throws IOException {
        ProcessBuilder demo =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + folder,
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.tunnelfun.desktop.app.Main",
                        "demo");
        demo.environment().put("TUNNELFUN_SSHD", Tools.sshd().toString());
        return demo.redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile())
                .start();
    }

    private void assertNothingLeft() {
        // Every process of the demo carries the demo's folder in its arguments or came from there.
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertEquals(List.of(), folders()));
        await().atMost(Duration.ofSeconds(30))
                .until(
                        () ->
                                ProcessHandle.allProcesses()
                                        .map(p -> p.info().commandLine().orElse(""))
                                        .noneMatch(line -> line.contains(folder.toString())));
    }

    private List<Path> folders() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> !f.endsWith("printed")).toList();
        }
    }
}
