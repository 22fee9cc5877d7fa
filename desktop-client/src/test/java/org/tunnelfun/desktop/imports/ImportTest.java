package org.tunnelfun.desktop.imports;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;

class ImportTest {

    /** Laid out as the original's users have it; names and paths are ours. */
    private static final String YAML =
            """
            server:
              host: <<YOUR_SERVER>>
              port: 2222
              tunnelports:
                - 2000 # the first
                - 2001
              timeout:
                response: 20 # seconds

            client:
              timeout:
                connect: 20 # seconds

            clients:

              nas:
                user: root
                publickey: /home/anna/.ssh/id_rsa  # the private one
                localservice:
                  host: localhost
                  port: 22
                remoteendpoint:
                  host: localhost
                  port: 2000

              pi:
                user: root
                publickey: /root/.ssh/id_rsa
                localservice:
                  host: 192.168.0.9
                  port: 42
                remoteendpoint:
                  host: localhost
                  port: 2001
            """;

    @TempDir Path folder;

    @Test
    void theOriginalsFileConvertsWithoutLoss() throws Exception {
        Imported imported = OriginalYaml.read(YAML);
        List<TunnelConfig> tunnels = reread(imported);
        assertEquals(List.of("nas", "pi"), tunnels.stream().map(TunnelConfig::name).toList());
        TunnelConfig nas = tunnels.get(0);
        assertEquals("root@YOUR_SERVER:2222", nas.server().address());
        assertEquals(Optional.of(Path.of("/home/anna/.ssh/id_rsa")), nas.server().identityFile());
        assertEquals(Optional.of("nas"), nas.device());
        assertEquals(Duration.ofSeconds(20), nas.retry().connectTimeout());
        TunnelConfig pi = tunnels.get(1);
        assertEquals(Optional.of(Path.of("/root/.ssh/id_rsa")), pi.server().identityFile());
        assertEquals("192.168.0.9:42", pi.forwards().get(0).target().toString());
        assertEquals("localhost:2001", pi.forwards().get(0).remote().toString());
        JsonObject reaper =
                JsonParser.parseString(imported.reaper().orElseThrow()).getAsJsonObject();
        assertEquals("2000,2001", reaper.get("ports").getAsString());
        assertEquals(20, reaper.get("timeout").getAsInt());
        assertEquals("pi", reaper.getAsJsonObject("names").get("2001").getAsString());
        assertEquals(1, imported.left().size(), imported.left()::toString);
        assertTrue(imported.left().get(0).contains("placeholder"));
    }

    @ParameterizedTest
    @CsvSource({
        "'server:\n\thost: x', 'line 2: indented with a tab'",
        "'server:\n  host: &a x', 'line 2 uses a part of YAML'",
        "'clients:\n  a:\n    remoteendpoint:\n      port: x', 'remoteendpoint.port: \"x\" is not a number'",
        "'server: 5\nclients:', 'server is not a section'"
    })
    void whatIsNotUnderstoodIsNamed(String yaml, String error) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> OriginalYaml.read(yaml));
        assertTrue(e.getMessage().contains(error), e::getMessage);
    }

    @Test
    void filesOfSshAreNamedAsSshNamesThemAndThoseThatHaveNoPlaceAreReported() throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("config"),
                        """
                        Host a
                          IdentityFile ${HOME}/.ssh/a
                          IdentityFile ${HOME}/.ssh/a
                          IdentityFile ~/.ssh/second
                          UserKnownHostsFile %d/known ~/.ssh/known2
                          RemoteForward 2001 localhost:22
                        Host b
                          IdentityFile ${KEYS}/b
                          RemoteForward 2002 localhost:22
                        Host c
                          IdentityFile ~/.ssh/c
                          IdentityFile ~/.ssh/d
                        """);
        Imported imported = SshConfigImport.read(file);
        List<TunnelConfig> tunnels = reread(imported);
        ServerConfig a = tunnels.get(0).server();
        assertEquals(Optional.of(Home.expand("~/.ssh/a")), a.identityFile());
        assertEquals(Home.expand("~/known"), a.knownHostsFile());
        assertEquals(Optional.empty(), tunnels.get(1).server().identityFile());
        assertEquals(
                List.of(
                        file + ":4: identityfile: only the first is taken",
                        file + ":5: userknownhostsfile: only the first is taken",
                        file + ":8: identityfile has no counterpart"),
                imported.left());
    }

    @Test
    void hostsWithARemoteForwardBecomeTunnels() throws Exception {
        Files.writeString(
                folder.resolve("more"),
                "Host office\n  RemoteForward 2003 localhost:22\n  ProxyJump None\n");
        Path file =
                Files.writeString(
                        folder.resolve("config"),
                        """
                        Include more
                        Host plain
                          HostName plain.example.org
                        Host home backup
                          HostName=tunnel.example.org
                          Port 2222
                          User "tunnel"   # a comment
                          IdentityFile ~/.ssh/tunnel
                          ProxyJump a@b:2200,c
                          RemoteForward 2001 localhost:22
                          RemoteForward *:2002 [::1]:80
                          RemoteForward 1080
                          ServerAliveInterval 15
                          Compression yes
                          UserKnownHostsFile /etc/known
                        Host *.lan
                          User root
                        Match host x
                          RemoteForward 9 x:9
                        """);
        Imported imported = SshConfigImport.read(file);
        List<TunnelConfig> tunnels = reread(imported);
        assertEquals(
                List.of("office", "home", "backup"),
                tunnels.stream().map(TunnelConfig::name).toList());
        TunnelConfig home = tunnels.get(1);
        assertEquals("tunnel@tunnel.example.org:2222", home.server().address());
        assertEquals(Path.of("/etc/known"), home.server().knownHostsFile());
        assertEquals(2, home.server().proxyJump().size());
        assertEquals(List.of(), tunnels.get(0).server().proxyJump());
        assertEquals(Duration.ofSeconds(15), home.staleness().serverAliveInterval());
        assertEquals(
                List.of("localhost:2001", "*:2002"),
                home.forwards().stream().map(f -> f.remote().toString()).toList());
        String left = String.join("\n", imported.left());
        assertTrue(left.contains("Host *.lan is a pattern"), left);
        assertTrue(left.contains("Match host x is not evaluated"), left);
        assertTrue(left.contains("SOCKS"), left);
        assertTrue(left.contains("compression has no counterpart"), left);
        assertFalse(left.contains("identityfile"), left);
        assertTrue(home.autoConnect());
        assertFalse(tunnels.get(2).autoConnect(), "the same port of the same server");
        assertTrue(left.contains("Host backup does not connect by itself: \"home\" and"), left);
    }

    @ParameterizedTest
    @CsvSource({
        "'Host  a b', 'Host|a|b'",
        "'Port=22', 'Port|22'",
        "'User \"a b\"', 'User|a b'",
        "'Port = 22', 'Port|22'",
        "'# x', ''"
    })
    void linesAreReadAsSshReadsThem(String line, String words) {
        assertEquals(words, String.join("|", SshConfig.words(line)));
    }

    private List<TunnelConfig> reread(Imported imported) throws Exception {
        Path file = folder.resolve("tunnels.json");
        Files.writeString(file, ConfigFile.text(imported.config()));
        return new ConfigFile(file).read().tunnels();
    }
}
