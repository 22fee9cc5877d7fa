package org.tunnelfun.reaper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** Telling who holds what, among thousands of real processes. */
@Tag("slow")
@Requires({Need.LINUX, Need.ROOT})
class ManyHoldersTest {
    private static final int SESSIONS = 5_000;

    /** Its own processor time, because other tests and programs of the machine take theirs. */
    private static final int MOST_MS = 1_000;

    @TempDir Path folder;

    @Test
    void fiveThousandSessionsAreToldApartWithinASecond() throws IOException {
        String where = "import os,sys;print(os.path.realpath(sys.executable), sys.base_prefix)";
        String python = Tools.program("python3", "apt-get install python3");
        String[] found = Tools.run(List.of(python, "-c", where)).strip().split(" ");
        Path called = Files.copy(Path.of(found[0]), folder.resolve("sshd"));
        String inside = "ip link set lo up && exec \"$@\"";
        String output =
                Tools.run(
                        List.of(
                                Tools.program("unshare", "apt-get install util-linux"),
                                "-n",
                                "sh",
                                "-c",
                                inside,
                                "sh",
                                "env",
                                "PYTHONHOME=" + found[1],
                                "LD_LIBRARY_PATH=" + found[1] + "/lib",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx64m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.tunnelfun.reaper.testing.ManyHolders",
                                "" + SESSIONS,
                                called.toString(),
                                Path.of("src/bench/fake-sessions").toAbsolutePath().toString()));
        assertTrue(output.contains("sessions: ready"), output);
        long right = output.lines().filter(l -> l.startsWith("found " + SESSIONS + " ")).count();
        assertEquals(3, right, output);
        String fastest = output.lines().reduce((a, b) -> b).orElseThrow().replace("fastest: ", "");
        assertTrue(Integer.parseInt(fastest) < MOST_MS, output);
    }
}
