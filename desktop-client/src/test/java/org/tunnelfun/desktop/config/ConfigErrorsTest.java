package org.tunnelfun.desktop.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is wrong with a file, and the whole line that says so. */
class ConfigErrorsTest {

    private static final String GOOD =
            """
            {"version": 1,
             "servers": {"home": {"host": "tunnel.example.org", "user": "tunnel"}},
             "tunnels": [{"name": "nas", "server": "home",
               "forwards": [{"remote": {"port": 2001}, "target": {"port": 22}}]}]}""";

    @TempDir Path folder;

    static Stream<Arguments> errors() {
        return Stream.of(
                server("\"port\": 70000", "servers.home.port: 70000 is not a port (1-65535)"),
                server("\"port\": \"22\"", "servers.home.port: \"22\" is not a port (1-65535)"),
                server("\"port\": 22.5", "servers.home.port: 22.5 is not a port (1-65535)"),
                server("\"port\": 1e999", "servers.home.port: 1e999 is not a port (1-65535)"),
                server("\"port\": null", "servers.home.port: null is not a port (1-65535)"),
                server("\"prot\": 22", "servers.home.prot: unknown key; did you mean port?"),
                server(
                        "\"identityfile\": \"x\"",
                        "servers.home.identityfile: unknown key; did you mean identityFile?"),
                server(
                        "\"strictHostKeyChecking\": \"no\"",
                        "servers.home.strictHostKeyChecking: \"no\" is not allowed here"
                                + " (yes, ask, accept-new)"),
                server("\"useAgent\": 1", "servers.home.useAgent: 1 is not true or false"),
                server("\"proxyJump\": \"a\"", "servers.home.proxyJump: \"a\" is not a list [ … ]"),
                server(
                        "\"proxyJump\": [\"a:b:c@d:x\"]",
                        "servers.home.proxyJump[0]: \"x\" is not a port (1-65535)"),
                server(
                        "\"proxy\": \"http://u:secret@p:1\"",
                        "servers.home.proxy: a proxy's password is not kept in a file; use"
                                + " proxyPasswordCommand or the environment variable"
                                + " TUNNELFUN_PROXY_PASSWORD"),
                server(
                        "\"identityFile\": \"~root/key\"",
                        "servers.home.identityFile: \"~root/key\" is not a file (only ~/ stands for"
                                + " a home folder)"),
                whole(
                        GOOD.replace("tunnel.example.org", "a b"),
                        "servers.home.host: \"a b\" is not a host name or address (IPv6 without"
                                + " brackets)"),
                whole(
                        GOOD.replace("\"user\": \"tunnel\"", "\"user\": \"a\\u009b2J\""),
                        "servers.home.user: \"a\\u009b2J\" is not an account name"),
                whole(
                        GOOD.replace("\"name\": \"nas\"", "\"name\": \"a\\u009b2J\""),
                        "tunnels[0].name: \"a\\u009b2J\" is not a name (1-64 printable characters,"
                                + " no blanks at the ends, no leading -)"),
                whole(
                        GOOD.replace("tunnel.example.org", "gro\\u202e.example"),
                        "servers.home.host: \"gro\\u202e.example\" is not a host name or address"
                                + " (IPv6 without brackets)"),
                whole(
                        GOOD.replace("tunnel.example.org", "\\u001b[2Jx"),
                        "servers.home.host: \"\\u001b[2Jx\" is not a host name or address (IPv6"
                                + " without brackets)"),
                whole(
                        GOOD.replace("tunnel.example.org", "tunnel.example.org:22"),
                        "servers.home.host: \"tunnel.example.org:22\" is not a host name or"
                                + " address; its port is told apart (port, -p)"),
                whole(
                        GOOD.replace("\"host\": \"tunnel.example.org\", ", ""),
                        "servers.home.host: is missing"),
                whole(
                        GOOD.replace("\"server\": \"home\"", "\"server\": \"hom\""),
                        "tunnels[0].server: \"hom\" is not a key of servers; did you mean home?"),
                whole(
                        GOOD.replace("{\"port\": 2001}", "{\"port\": -1}"),
                        "tunnels[0].forwards[0].remote.port: -1 is not a port (1-65535, or 0: the"
                                + " server chooses)"),
                whole(
                        GOOD.replace("\"target\": {\"port\": 22}", "\"target\": {\"port\": 0}"),
                        "tunnels[0].forwards[0].target.port: 0 is not a port (1-65535)"),
                whole(
                        GOOD.replace("\"server\": \"home\"", "\"server\": \"home\", \"xyz\": 1"),
                        "tunnels[0].xyz: unknown key; known here: name, server, device, autoConnect,"
                                + " forwards, retry, staleness"),
                whole(
                        GOOD.replace("[{\"remote\"", "[{\"expect\": \"http\", \"remote\""),
                        "tunnels[0].forwards[0].expect: \"http\" is not allowed here (ssh, any)"),
                top(
                        "\"retry\": {\"interval\": 0}",
                        "retry.interval: 0 is not a whole number of seconds (1-3600)"),
                top(
                        "\"retry\": {\"interval\": 1.5}",
                        "retry.interval: 1.5 is not a whole number of seconds (1-3600)"),
                top(
                        "\"retry\": {\"interval\": \"1s\"}",
                        "retry.interval: \"1s\" is not a whole number of seconds (1-3600)"),
                top(
                        "\"retry\": {\"interval\": 30, \"maxInterval\": 20}",
                        "retry: maxInterval 20 is less than interval 30"),
                top(
                        "\"retry\": {\"backoffFactor\": 0.5}",
                        "retry.backoffFactor: 0.5 is not a number (1-10)"),
                top(
                        "\"retry\": {\"challenge\": true}",
                        "retry.challenge: true is not allowed here (always, when-unproven, off)"),
                top(
                        "\"staleness\": {\"selfCheckIntervall\": 5}",
                        "staleness.selfCheckIntervall: unknown key; did you mean"
                                + " selfCheckInterval?"),
                top("\"staleness\": 5", "staleness: 5 is not an object { … }"),
                top("\"tunnel\": []", "tunnel: unknown key; did you mean tunnels?"),
                whole(
                        "{\"version\": 2, \"zzz\": 1}",
                        "version: 2 is not known; this program knows 1"),
                whole("{\"version\": 1, \"version\": 1}", "version is there twice"),
                whole(
                        "{\"servers\": {\"a\": {\"host\": \"x\", \"host\": \"y\"}}}",
                        "servers.a.host is there twice"),
                whole("[]", "[ … ] is not an object { … }"),
                whole("", "is empty; the smallest config is {\"version\": 1}"),
                whole("{\"version\": 1} x", "line 1, column 17: is not JSON: "),
                whole("{\"version\": 1,}", "line 1, column 16: is not JSON: "),
                whole("{\n  // note\n}", "line 2, column 4: is not JSON: "),
                whole("{\"version\": NaN}", "line 1, column 13: is not JSON: "),
                whole("{\"version\": 1", "line 1, column 14: is not JSON: "),
                whole("[".repeat(100_000), "is not JSON: "));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void anErrorNamesFilePathValueAndRange(String text, String expected) {
        String line = error(text.getBytes(StandardCharsets.UTF_8));
        String prefix = folder.resolve("tunnels.json") + ": ";
        assertTrue(line.startsWith(prefix), line);
        String rest = line.substring(prefix.length());
        if (expected.endsWith(": ")) {
            assertTrue(rest.contains(expected), rest);
        } else {
            assertEquals(expected, rest);
        }
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        String text =
                GOOD.replace("\"user\": \"tunnel\"", "\"port\": 0, \"usr\": \"x\"")
                        .replace("2001", "70000");
        String error = error(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(3, error.lines().count(), error);
    }

    @Test
    void aNameMayOccurOnlyOnce() {
        String tunnel = GOOD.substring(GOOD.indexOf("{\"name\""), GOOD.lastIndexOf("]"));
        String error =
                error(GOOD.replace(tunnel, tunnel + "," + tunnel).getBytes(StandardCharsets.UTF_8));
        assertTrue(
                error.endsWith("tunnels[1].name: \"nas\" is also the name of tunnels[0]"), error);
    }

    @Test
    void bytesThatAreNoTextAreNamed() {
        assertTrue(
                error(new byte[] {'{', (byte) 0xff, '}'})
                        .endsWith("is not UTF-8; save it as UTF-8"));
        assertTrue(
                error(GOOD.getBytes(StandardCharsets.UTF_16))
                        .endsWith("is UTF-16; save it as UTF-8"));
        assertTrue(error(new byte[2 << 20]).contains("is longer than 1024 KiB"));
    }

    @Test
    void aMissingFileIsAnErrorThatNamesIt() {
        ConfigException e =
                assertThrows(
                        ConfigException.class,
                        () -> new ConfigFile(folder.resolve("none.json")).read());
        assertTrue(
                e.getMessage().startsWith(folder.resolve("none.json") + ": there is no such file"));
        assertEquals(List.of(e.getMessage()), e.problems());
    }

    private String error(byte[] bytes) {
        Path file = folder.resolve("tunnels.json");
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return assertThrows(ConfigException.class, () -> new ConfigFile(file).read()).getMessage();
    }

    private static Arguments server(String key, String error) {
        return whole(GOOD.replace("\"user\": \"tunnel\"", key), error);
    }

    private static Arguments top(String key, String error) {
        return whole(GOOD.replace("\"version\": 1", key), error);
    }

    private static Arguments whole(String text, String error) {
        return Arguments.of(text, error);
    }
}
