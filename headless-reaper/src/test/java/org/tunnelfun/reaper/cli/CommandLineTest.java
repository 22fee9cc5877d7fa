package org.tunnelfun.reaper.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CommandLineTest {
    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String line) {
        CommandLine command = ReaperCommand.commandLine();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(line.isBlank() ? new String[0] : line.trim().split(" +"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ``                                  | 64 | which command?
                    dance                               | 64 | dance
                    sweep --ports 70000                 | 64 | "70000" is not a port (1-65535)
                    sweep --ports 2000-x                | 64 | "x" is not a port (1-65535)
                    sweep --ports 2000 --timeout 0      | 64 | 0 is out of range (1-300 seconds)
                    sweep --ports 2000 --timeout five   | 64 | "five" is no whole number (1-300 seconds)
                    sweep --ports 2000 --strikes 11     | 64 | 11 is out of range (1-10 probes in a row)
                    sweep --ports 2000 --fast           | 64 | --fast
                    run --ports 2000 --interval 0       | 64 | 0 is out of range (1-86400 seconds)
                    why                                 | 64 | PORT
                    why nas                             | 64 | "nas" is not a port (1-65535)
                    recheck 0                           | 64 | "0" is not a port (1-65535)
                    check /nowhere/reaper.json          | 78 | /nowhere/reaper.json: no such file
                    sweep --config /nowhere/reaper.json | 78 | /nowhere/reaper.json: no such file
                    run --config /nowhere/reaper.json   | 78 | /nowhere/reaper.json: no such file
                    status --socket /nowhere/s          | 69 | no reaper answers at /nowhere/s
                    why 2000 --socket /nowhere/s        | 69 | Start it: sudo systemctl start tunnelfun-reaper
                    status --socket /                   | 69 | Its log says more: journalctl
                    recheck 2000 --socket /nowhere/s    | 69 | no reaper answers at /nowhere/s
                    """)
    void whatIsWrongIsSaidOnStandardErrorWithItsExitCode(String line, int code, String message) {
        assertEquals(code, run(line), err.toString());
        assertTrue(err.toString().contains(message), err.toString());
        assertEquals("", out.toString());
    }

    @Test
    void aSweepOfPortsThatNobodyListensOnIsFine() {
        assertEquals(0, run("sweep --ports 3 --json"));
        assertEquals(
                "{\"version\":1,\"ports\":[],\"reaped\":0,\"spared\":0,\"unknown\":0}",
                out.toString().strip());
    }

    @Test
    void everyCommandHasHelpThatFitsEightyColumns() {
        for (String command : new CommandLine(new ReaperCommand()).getSubcommands().keySet()) {
            out.getBuffer().setLength(0);
            assertEquals(0, run(command + " --help"), command);
            assertTrue(out.toString().lines().allMatch(l -> l.length() <= 80), out.toString());
        }
        assertEquals(0, run("--help"));
        assertEquals(0, run("--version"));
        assertTrue(out.toString().contains("tunnelfun-reaper"));
    }

    @Test
    void checkSaysWhatIsWatchedOrWhatIsWrong() throws IOException {
        Path file = folder.resolve("reaper.json");
        Files.writeString(file, "{\"version\": 1, \"ports\": \"2000-2009\"}");
        assertEquals(0, run("check " + file));
        assertTrue(out.toString().contains("fine, 10 ports watched"), out.toString());
        Files.writeString(file, "{\"version\": 1, \"ports\": \"2000-2009\", \"interval\": -1}");
        assertEquals(78, run("check " + file));
        assertEquals(
                file + ": interval: -1 is out of range (1-86400 seconds)", err.toString().strip());
    }

    @Test
    void checkPrintsTheSchemaAlone() {
        assertEquals(0, run("check --schema"), err.toString());
        JsonObject schema = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals("Tunnelfun's reaper.json", schema.get("title").getAsString());
    }

    @Test
    void sshConfigKeepsTheHostKeysOfDevicesApart() throws IOException {
        Path file = folder.resolve("reaper.json");
        Files.writeString(
                file,
                "{\"version\":1,\"ports\":\"2000-2009\",\"names\":{\"2001\":\"nas\",\"2000\":\"pi\"}}");
        assertEquals(0, run("ssh-config --config " + file + " --jump me@tunnel.example.org"));
        assertEquals(
                """
                Host pi
                    HostName localhost
                    Port 2000
                    HostKeyAlias pi
                    ProxyJump me@tunnel.example.org

                Host nas
                    HostName localhost
                    Port 2001
                    HostKeyAlias nas
                    ProxyJump me@tunnel.example.org

                """,
                out.toString());
        assertEquals(0, run("ssh-config --config " + file));
        assertFalse(out.toString().contains("ProxyJump localhost"), out::toString);
    }
}
