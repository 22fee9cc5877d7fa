package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.app.Instance;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** A device whose disk is full or worn out is mended through its tunnel. */
@Requires(Need.LINUX)
class RunInTroubleTest extends ProcessCase {

    @Test
    void whereItsRecordCannotBeWrittenTheTunnelIsUpAllTheSame() throws IOException {
        Instance which = Instance.ofState(home.resolve("state"));
        Files.createDirectories(which.info());
        try (ClientProcess client = ClientProcess.start(home, run(which.state()))) {
            client.awaitLog("no status and no commands for " + which.what());
            client.awaitLog("state=UP proof=proven port=" + port);
            assertEquals(75, ClientProcess.run(home, run(which.state())).exitCode());
        }
    }

    @Test
    @Requires(Need.ROOT)
    void onAReadOnlyFileSystemTheTunnelIsUpAllTheSame() throws IOException {
        Path card = Files.createDirectory(home.resolve("card"));
        String mount = "mount -t tmpfs -o ro none '" + card + "' && exec \"$@\"";
        List<String> mounted = List.of("unshare", "-m", "sh", "-c", mount, "sh");
        try (ClientProcess client =
                ClientProcess.start(
                        home, mounted, Map.of(), List.of(), run(card.resolve("state")))) {
            client.awaitLog(card.resolve("state") + " is read-only");
            client.awaitLog("state=UP proof=proven port=" + port);
            assertEquals(BannerTarget.BANNER, Loopback.banner(port));
            client.terminate();
            assertEquals(0, client.exitCode());
        }
    }

    @Test
    void outputThatCannotBeWrittenIsAFailure() throws IOException {
        List<String> full = List.of("sh", "-c", "exec \"$@\" >/dev/full", "sh");
        String[] check = {"check", "--schema"};
        try (ClientProcess client = ClientProcess.start(home, full, Map.of(), List.of(), check)) {
            assertEquals(1, client.exitCode());
            assertTrue(client.err().contains("could not be written"), client.err());
        }
        List<String> taken = List.of("bash", "-c", "\"$@\" | true; exit ${PIPESTATUS[0]}", "bash");
        try (ClientProcess client = ClientProcess.start(home, taken, Map.of(), List.of(), check)) {
            assertEquals(0, client.exitCode());
            assertEquals("", client.err(), "a reader that has enough is no failure");
        }
    }

    private String[] run(Path state) {
        return new String[] {
            "run",
            "-i" + sshd.identity(),
            "-R" + port + ":localhost:" + target.port(),
            "--known-hosts=" + sshd.knownHosts(),
            "-p" + sshd.port(),
            "--state-dir=" + state,
            sshd.user() + "@127.0.0.1"
        };
    }
}
