package org.tunnelfun.desktop.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** What opens a key is written nowhere, however much is logged. */
@Requires(Need.LINUX)
class SecretsStayTest {

    private static final String PASSPHRASE = "xyzzy-4711-plugh";

    @TempDir Path home;
    @TempDir Path safe;

    @Test
    void noLogFileArgumentOrReportHoldsThePassphrase() throws Exception {
        try (RealSshd sshd = RealSshd.stock();
                BannerTarget target = BannerTarget.start()) {
            Path config = config(sshd, target);
            try (ClientProcess client =
                    ClientProcess.start(
                            home, "run", "--log-level", "trace", "--config", "" + config)) {
                client.awaitLog("state=UP proof=proven");
                assertFalse(arguments(client.pid()).contains(PASSPHRASE));
                assertEquals(0, ask("reconnect", config).exitCode());
                await("a second login")
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> ask("status", config, "--json").out().contains("logins\": 2"));
                client.terminate();
                assertEquals(0, client.exitCode());
            }
            assertEquals(0, ask("doctor", config).exitCode());
            assertTrue(Files.size(home.resolve("tunnels.json")) > 0);
            try (Stream<Path> files = Files.walk(home)) {
                List<Path> all = files.filter(Files::isRegularFile).toList();
                assertTrue(all.size() > 8, all::toString);
                for (Path file : all) {
                    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
                    assertFalse(text.contains(PASSPHRASE), file::toString);
                }
            }
        }
    }

    private ClientProcess ask(String command, Path config, String... more) throws IOException {
        List<String> arguments =
                Stream.concat(Stream.of(command, "--config", "" + config), Stream.of(more))
                        .toList();
        return ClientProcess.run(home, arguments.toArray(String[]::new));
    }

    private static String arguments(long pid) throws IOException {
        return Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
    }

    private Path config(RealSshd sshd, BannerTarget target) throws IOException {
        Path key = safe.resolve("key");
        Files.copy(sshd.identity(), key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        Tools.run(List.of("ssh-keygen", "-q", "-p", "-N", PASSPHRASE, "-f", key.toString()));
        Path words = Files.writeString(safe.resolve("words"), PASSPHRASE + "\n");
        return Files.writeString(
                home.resolve("tunnels.json"),
                """
                {"version": 1,
                 "servers": {"home": {"host": "127.0.0.1", "port": %d, "user": "%s",
                    "identityFile": "%s", "identityPassphraseCommand": "cat %s",
                    "knownHostsFile": "%s", "useAgent": false}},
                 "tunnels": [{"name": "nas", "server": "home",
                    "forwards": [{"remote": {"port": %d}, "target": {"port": %d}}]}]}
                """
                        .formatted(
                                sshd.port(),
                                sshd.user(),
                                key,
                                words,
                                sshd.knownHosts(),
                                FreePort.next(),
                                target.port()));
    }
}
