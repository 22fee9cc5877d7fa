package org.tunnelfun.desktop.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Reaper;
import org.tunnelfun.desktop.testing.Requires;

/**
 * Each of the two lines of {@code authorize}, with an account of its own on a real sshd: a stale
 * session of this device holds the port, and the device gets it back.
 */
@Tag("slow")
@Requires({Need.LINUX, Need.ROOT})
class PortTakenBackTest {

    private static final Duration GENEROUS = Duration.ofSeconds(90);

    @TempDir Path home;
    private BannerTarget target;
    private RealSshd sshd;
    private Process reaper;
    private final int port = FreePort.next();
    private final int reaperPort = FreePort.next();

    @BeforeEach
    void startTarget() throws IOException {
        target = BannerTarget.start();
    }

    @AfterEach
    void stop() throws Exception {
        if (reaper != null) {
            reaper.destroyForcibly().waitFor();
        }
        target.close();
        sshd.close();
    }

    @Test
    void withoutAShellTheReaperFreesThePortWhenTheClientAsks() throws Exception {
        sshd = RealSshd.with().account("jail", "/usr/sbin/nologin").start();
        Path config = config(", \"reaperPort\": " + reaperPort);
        authorize(AuthorizedKeys.withoutShell(new ConfigFile(config).read().tunnels().get(0), ""));
        startReaper();

        theDoctorFindsNothing(config);

        ProcessHandle stale = goesStale(config);
        try (ClientProcess client = ClientProcess.start(home, "run", "--config", "" + config)) {
            awaitAnswers(client);
            assertFalse(sshd.sessions().contains(stale));
            assertTrue(client.err().contains("asked the reaper about port " + port), client.err());
            assertTrue(
                    client.err().contains("the reaper ended the session that held port " + port),
                    client.err());
        }
    }

    @Test
    void withTheForcedCommandTheClientFreesThePortItself() throws Exception {
        sshd = RealSshd.with().account("tunnel", "/bin/sh").start();
        Path config = config("");
        Path script = Files.writeString(sshd.folder().resolve("session"), AuthorizedKeys.script());
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        authorize(
                AuthorizedKeys.withForcedCommand(new ConfigFile(config).read().tunnels().get(0), "")
                        .replace(AuthorizedKeys.SCRIPT_FILE, script.toString()));
        theDoctorFindsNothing(config);

        ProcessHandle stale = goesStale(config);
        try (ClientProcess client = ClientProcess.start(home, "run", "--config", "" + config)) {
            awaitAnswers(client);
            assertFalse(sshd.sessions().contains(stale));
            assertTrue(
                    client.err().contains("ended our own session of an earlier run"), client.err());
        }
    }

    /** Neither a false alarm about the tunnel nor a right too many of the key's. */
    private void theDoctorFindsNothing(Path config) throws IOException {
        for (String[] more : new String[][] {{}, {"--prove"}}) {
            List<String> arguments = new ArrayList<>(List.of("doctor", "--config", "" + config));
            arguments.addAll(List.of(more));
            ClientProcess doctor = ClientProcess.run(home, arguments.toArray(String[]::new));
            assertEquals(0, doctor.exitCode(), doctor.out());
        }
    }

    /** The tunnel comes up; then its session on the server hangs, and the device loses power. */
    private ProcessHandle goesStale(Path config) throws IOException {
        ProcessHandle session;
        try (ClientProcess client = ClientProcess.start(home, "run", "--config", "" + config)) {
            client.awaitLog("state=UP proof=proven");
            session = sshd.session();
            sshd.freeze(session);
        }
        assertEquals("silent", Loopback.banner(port));
        return session;
    }

    private void awaitAnswers(ClientProcess client) {
        await("an answer")
                .atMost(GENEROUS)
                .until(() -> Loopback.banner(port).equals(BannerTarget.BANNER));
        client.awaitLog("state=UP proof=proven");
    }

    private void authorize(String options) throws IOException {
        String key = Files.readString(sshd.identity().resolveSibling("id.pub"));
        Files.writeString(sshd.authorizedKeys(), options.strip() + " " + key);
    }

    /** It sweeps once now, and from then on only when it is asked. */
    private void startReaper() throws IOException {
        Path file = home.resolve("reaper.json");
        Files.writeString(
                file,
                """
                {"version": 1, "ports": %d, "interval": 86400, "timeout": 2,
                 "listen": "127.0.0.1:%d"}
                """
                        .formatted(port, reaperPort));
        List<String> command =
                Reaper.command(
                        "run",
                        "--config",
                        "" + file,
                        "--socket",
                        "" + home.resolve("reaper.sock"),
                        "--state-dir",
                        "" + home.resolve("reaper"));
        reaper =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolve("reaper.log").toFile())
                        .start();
        await().atMost(GENEROUS).until(() -> !Loopback.banner(reaperPort).equals("nobody"));
    }

    private Path config(String more) throws IOException {
        return Files.writeString(
                home.resolve("tunnels.json"),
                """
                {"version": 1,
                 "servers": {"home": {"host": "127.0.0.1", "port": %d, "user": "%s",
                    "identityFile": "%s", "knownHostsFile": "%s", "useAgent": false%s}},
                 "tunnels": [{"name": "nas", "server": "home",
                    "forwards": [{"remote": {"port": %d}, "target": {"port": %d}}]}]}
                """
                        .formatted(
                                sshd.port(),
                                sshd.user(),
                                sshd.identity(),
                                sshd.knownHosts(),
                                more,
                                port,
                                target.port()));
    }
}
