package org.tunnelfun.desktop.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    private static final String FULL =
            """
            { "version": 1,
              "servers": { "home": { "host": "tunnel.example.org", "port": 22, "user": "tunnel",
                  "identityFile": "~/.ssh/tunnel_ed25519", "useAgent": true,
                  "knownHostsFile": "~/.ssh/known_hosts", "strictHostKeyChecking": "ask",
                  "proxyJump": ["a@b:2222", "[::1]"], "reaperPort": 7022,
                  "hosts": ["x:443", "y"], "proxy": "socks5://proxy" } },
              "tunnels": [ { "name": "nas", "server": "home", "device": "nas.local",
                  "forwards": [ { "remote": { "bind": "localhost", "port": 2001 },
                      "target": { "host": "localhost", "port": 22 }, "expect": "any" } ],
                  "retry": { "interval": 30 },
                  "staleness": { "selfCheckInterval": 120 } } ],
              "retry": { "challenge": "off", "backoffFactor": 2 },
              "staleness": { "heartbeatCommand": "" } }
            """;

    @TempDir Path folder;
    private Path path;

    @BeforeEach
    void path() {
        path = folder.resolve("tunnels.json");
    }

    @Test
    void aTunnelOverridesTheFileKeyByKey() throws Exception {
        Files.writeString(path, FULL);
        TunnelConfig nas = new ConfigFile(path).read().tunnels().get(0);
        assertEquals(Duration.ofSeconds(120), nas.staleness().selfCheckInterval());
        assertEquals("", nas.staleness().heartbeatCommand());
        assertEquals(Staleness.DEFAULTS.selfCheckTimeout(), nas.staleness().selfCheckTimeout());
        assertEquals(Retry.Challenge.OFF, nas.retry().challenge());
        assertEquals(2.0, nas.retry().backoffFactor());
        assertEquals(Duration.ofSeconds(30), nas.retry().interval());
        assertEquals(Duration.ofSeconds(30), nas.retry().maxInterval(), "grows with interval");
        assertTrue(nas.autoConnect());
        assertEquals(
                Path.of(System.getProperty("user.home"), ".ssh", "tunnel_ed25519"),
                nas.server().identityFile().orElseThrow());
        assertEquals(
                List.of("a@b:2222", "[::1]:22"),
                nas.server().proxyJump().stream().map(Destination::toString).toList());
    }

    @Test
    void whatIsSavedReadsTheSame() throws Exception {
        Files.writeString(path, FULL);
        ConfigFile file = new ConfigFile(path);
        ClientConfig config = file.read();
        file.save(config);
        assertEquals(config, new ConfigFile(path).read());
        assertTrue(Files.readString(path).contains("\"~/.ssh/tunnel_ed25519\""));
    }

    @Test
    void anEmptyFileMeansEveryDefault() throws Exception {
        Files.writeString(path, "\ufeff{}");
        assertEquals(ClientConfig.EMPTY, new ConfigFile(path).read());
        assertEquals(Retry.DEFAULTS, Settings.retry(Map.of()));
        assertEquals(Staleness.DEFAULTS, Settings.staleness(Map.of()));
    }

    @Test
    void aRelativeKeyStartsFromTheConfigsFolder() throws Exception {
        Files.writeString(
                path, "{\"servers\": {\"a\": {\"host\": \"x\", \"identityFile\": \"k\"}}}");
        ServerConfig server = new ConfigFile(path).read().servers().get("a");
        assertEquals(folder.resolve("k"), server.identityFile().orElseThrow());
    }

    @Test
    void aFileThatCannotBeReadIsNeverWrittenOver() throws Exception {
        Files.writeString(path, "{ broken");
        ConfigFile file = new ConfigFile(path);
        assertThrows(ConfigException.class, file::readOrEmpty);
        assertThrows(ConfigException.class, () -> file.save(ClientConfig.EMPTY));
        assertEquals("{ broken", Files.readString(path));
    }

    @Test
    void somebodyElsesChangesAreNeverWrittenOver() throws Exception {
        Files.writeString(path, "{}");
        ConfigFile file = new ConfigFile(path);
        file.read();
        Files.writeString(path, FULL);
        ConfigException e =
                assertThrows(ConfigException.class, () -> file.save(ClientConfig.EMPTY));
        assertTrue(e.getMessage().contains("was changed since it was read"), e.getMessage());
        assertEquals(FULL, Files.readString(path));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "no POSIX modes")
    void aNewFileBelongsToItsOwnerAlone() throws Exception {
        Path deep = folder.resolve("a/b/tunnels.json");
        ConfigFile file = new ConfigFile(deep);
        file.readOrEmpty();
        file.save(ClientConfig.EMPTY);
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(deep)));
        assertEquals(
                "rwx------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.getParent())));
        assertEquals(List.of("tunnels.json"), names(deep.getParent()));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need rights there")
    void aLinkStaysALink() throws Exception {
        Path real = folder.resolve("dotfiles.json");
        Files.writeString(real, "{}");
        Files.createSymbolicLink(path, real);
        ConfigFile file = new ConfigFile(path);
        file.read();
        file.save(ClientConfig.EMPTY);
        assertTrue(Files.isSymbolicLink(path));
        assertFalse(Files.isSymbolicLink(real));
        assertTrue(Files.readString(real).contains("\"version\": 1"));
    }

    @Test
    void everySettingHasItsDefaultInRangeAndReadsWhatIsTyped() {
        Stream.of(Settings.RETRY, Settings.STALENESS)
                .flatMap(List::stream)
                .forEach(
                        s ->
                                assertEquals(
                                        s.defaultValue(), s.parse("" + s.defaultValue()), s.key()));
        Setting interval = Settings.RETRY.get(0);
        assertEquals(7L, interval.parse(" 7 "));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> interval.parse("7 s"));
        assertEquals("\"7 s\" is not a whole number of seconds (1-3600)", e.getMessage());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).toList();
        }
    }
}
