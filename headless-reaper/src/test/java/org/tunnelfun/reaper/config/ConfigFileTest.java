package org.tunnelfun.reaper.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.reaper.judge.Verdict;

class ConfigFileTest {
    @TempDir private Path folder;

    @Test
    void aFullFileIsReadKeyByKey() throws ConfigException {
        ReaperConfig config =
                ConfigFile.read(
                        """
                        {"version": 1, "ports": "2000-2099,2101", "names": {"2001": "nas"},
                         "interval": 30, "timeout": 7, "strikes": 3, "reap": ["silent", "closed"],
                         "killGrace": 0, "listen": "[::1]:7000", "expect": {"2101": "any"},
                         "dryRun": true}
                        """);
        assertEquals(
                new ReaperConfig(
                        Ports.parse("2000-2099,2101"),
                        Map.of(2001, "nas"),
                        30,
                        7,
                        3,
                        Set.of(Verdict.SILENT, Verdict.CLOSED),
                        0,
                        Optional.of(new ReaperConfig.Listen("::1", 7000)),
                        Set.of(2101),
                        true),
                config);
    }

    @Test
    void whatIsMissingHasItsDefault() throws ConfigException {
        ReaperConfig config = ConfigFile.read("{\"version\": 1, \"ports\": [2000, \"2001-2002\"]}");
        assertEquals(ReaperConfig.of(Ports.parse("2000-2002")), config);
        assertEquals(20, config.interval());
        assertEquals(5, config.timeout());
        assertEquals(2, config.strikes());
        assertEquals(3, config.killGrace());
        assertEquals("127.0.0.1:7022", config.listen().orElseThrow().toString());
        assertEquals(Set.of(Verdict.SILENT), config.reap());
    }

    @Test
    void anEmptyListenSwitchesHttpOff() throws ConfigException {
        assertTrue(
                ConfigFile.read("{\"version\":1,\"ports\":\"1\",\"listen\":\"\"}")
                        .listen()
                        .isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "intervall": 5          | intervall: unknown key; the nearest known one is interval
                    "Timeout": 5            | Timeout: unknown key; the nearest known one is timeout
                    "skipActive": true      | skipActive: there is no such key, because the files of /proc do not tell a session that passes data from a dead one with visitors; leave it out, and every session is probed
                    "interval": 0           | interval: 0 is out of range (1-86400 seconds)
                    "timeout": 301          | timeout: 301 is out of range (1-300 seconds)
                    "strikes": -1           | strikes: -1 is out of range (1-10 probes in a row)
                    "killGrace": 61         | killGrace: 61 is out of range (0-60 seconds)
                    "timeout": "5"          | timeout: "5" is not allowed; write a whole number, 1-300 seconds
                    "timeout": 2.5          | timeout: "2.5" is not allowed; write a whole number, 1-300 seconds
                    "timeout": 1e999999     | timeout: "1E+999999" is not allowed; write a whole number, 1-300 seconds
                    "timeout": null         | timeout: "null" is not allowed; write a whole number, 1-300 seconds
                    "dryRun": "yes"         | dryRun: "yes" is not allowed; write true or false
                    "names": {"0": "x"}     | names.0: "0" is not a port (1-65535)
                    "names": {"1-3": "x"}   | names.1-3: "1-3" is not a port (1-65535)
                    "names": {"1": "a b"}   | names.1: "a b" is not allowed; write letters, digits, '.', '_', '-'; 63 at most
                    "expect": {"1": "http"} | expect.1: "http" is not allowed; write "ssh" or "any"
                    "reap": ["alive"]       | reap: "alive" is not allowed; write a list of "silent", "closed" and "other"
                    "reap": "silent"        | reap: "silent" is not allowed; write a list of "silent", "closed" and "other"
                    "timeout": 5, "timeout": 6 | timeout: twice
                    """)
    void everyMistakeIsNamedWithKeyValueAndWhatIsAllowed(String member, String message) {
        String text = "{\"version\": 1, \"ports\": \"2000\", " + member + "}";
        Exception e = assertThrows(ConfigException.class, () -> ConfigFile.read(text));
        assertEquals(message, e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"ports": "1"}                          | version: missing; this program reads version 1
                    {"version": 2, "ports": "1"}            | version: "2" is not known; this program reads version 1
                    {"version": 1}                          | ports: missing; write "ports": "2000-2099,2200"
                    {"version": 1, "ports": "70000"}        | ports: "70000" is not a port (1-65535)
                    {"version": 1, "ports": []}             | ports: no port is named; write ports and ranges such as 2000-2099,2200
                    {"version": 1, "ports": {}}             | ports: "{}" is not allowed; write ports and ranges such as "2000-2099,2200"
                    {"version": 1, "ports": "1"} x          | no valid JSON
                    {"version": 1, "ports": "1",}           | no valid JSON
                    {"version": 1                           | the document ends in the middle
                    []                                      | must be an object
                    """)
    void aDocumentThatIsNoneOfOursIsRefused(String text, String message) {
        Exception e = assertThrows(ConfigException.class, () -> ConfigFile.read(text));
        assertTrue(e.getMessage().startsWith(message), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0:7022",
        "tunnel.example.org:7022",
        "7022",
        "127.0.0.1:0",
        "127.0.0.1:99999"
    })
    void theApiListensOnLoopbackOnly(String listen) {
        String text = "{\"version\":1,\"ports\":\"1\",\"listen\":\"" + listen + "\"}";
        Exception e = assertThrows(ConfigException.class, () -> ConfigFile.read(text));
        assertTrue(e.getMessage().startsWith("listen: "), e.getMessage());
    }

    @Test
    void messagesNameTheFile() throws Exception {
        Path file = folder.resolve("reaper.json");
        Exception missing = assertThrows(ConfigException.class, () -> ConfigFile.load(file));
        assertEquals(file + ": no such file", missing.getMessage());
        Files.writeString(file, "{\"version\": 1, \"ports\": \"2000\", \"timeout\": 0}");
        Exception wrong = assertThrows(ConfigException.class, () -> ConfigFile.load(file));
        assertEquals(file + ": timeout: 0 is out of range (1-300 seconds)", wrong.getMessage());
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThrows(ConfigException.class, () -> ConfigFile.load(file));
        assertThrows(ConfigException.class, () -> ConfigFile.load(folder));
        assertThrows(ConfigException.class, () -> ConfigFile.load(Path.of("/dev/zero")));
    }

    @Test
    void aHostileKeyIsEscapedInItsMessage() {
        String text = "{\"version\":1,\"ports\":\"1\",\"\\u001b[31m" + "x".repeat(500) + "\":1}";
        Exception e = assertThrows(ConfigException.class, () -> ConfigFile.read(text));
        assertTrue(e.getMessage().startsWith("\\x1b[31mxxx"), e.getMessage());
        assertTrue(e.getMessage().length() < 200);
    }

    @Test
    void theCommandLineWinsOverTheFile() {
        ReaperConfig file = ReaperConfig.of(Ports.parse("2000"));
        ReaperConfig both =
                file.with(
                        new ReaperConfig.Overrides(
                                Optional.of(Ports.parse("3000")),
                                Optional.empty(),
                                Optional.of(2),
                                Optional.empty(),
                                true));
        assertEquals("3000", both.ports().toString());
        assertEquals(2, both.timeout());
        assertEquals(file.interval(), both.interval());
        assertTrue(both.dryRun());
    }
}
