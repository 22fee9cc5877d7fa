package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.control.Statuses;
import org.tunnelfun.desktop.testing.FreePort;
import picocli.CommandLine;

class CommandLineTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "2000:localhost:22, localhost:2000, localhost:22",
        "localhost:2000:nas:80, localhost:2000, nas:80",
        "127.0.0.1:2000:localhost:22, 127.0.0.1:2000, localhost:22",
        "*:2000:localhost:22, *:2000, localhost:22",
        ":2000:localhost:22, *:2000, localhost:22",
        "[::1]:2000:[fe80::1]:22, [::1]:2000, [fe80::1]:22",
        "0:localhost:22, localhost:0, localhost:22"
    })
    void forwardsMeanWhatTheyMeanToSsh(String text, String remote, String target) {
        Forward forward = ForwardArgument.parse(text);
        assertEquals(remote, forward.remote().toString());
        assertEquals(target, forward.target().toString());
    }

    @ParameterizedTest
    @CsvSource({
        "2000, '-R 2000 alone would be a SOCKS proxy; write -R 2000:localhost:22 for a forward.'",
        "2000:22, '-R \"2000:22\" is not [bind:]port:host:hostport, IPv6 in brackets'",
        "70000:localhost:22, '-R 70000:localhost:22: 70000 is not a port (1-65535)'",
        "a:localhost:22, '-R a:localhost:22: \"a\" is not a port (1-65535)'",
        "2000::22, '-R 2000::22: \"\" is not a host name or address (IPv6 without brackets)'",
        "2000:localhost:0, '-R 2000:localhost:0: 0 is not a port (1-65535)'"
    })
    void aForwardThatIsNoneIsExplained(String text, String error) {
        Exception e =
                assertThrows(IllegalArgumentException.class, () -> ForwardArgument.parse(text));
        assertEquals(error, e.getMessage());
    }

    @Test
    void aStateFolderThatCannotBeUsedIsNamedWithTheReasonAndTheWayOut(@TempDir Path folder)
            throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertEquals(
                1, execute("run -R 2000:localhost:22 --state-dir " + file.resolve("x") + " a@b"));
        assertTrue(err.toString().contains(file.resolve("x") + ": Not a directory"), err::toString);
        assertTrue(err.toString().contains("--state-dir DIR"), err::toString);
        assertEquals(1, execute("run -R 2000:localhost:22 --state-dir " + file + " a@b"));
        assertTrue(err.toString().contains(file + ": there is a file of that name"), err::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run user@host",
                "run -R 2000:localhost:22",
                "run -R 2000 user@host",
                "run -R 2000:localhost:22 -p x user@host",
                "run -R 2000:localhost:22 -C nas user@host",
                "run -R 2000:localhost:22 --config f user@host",
                "run -R 2000:localhost:22 user@ho/st",
                "run -R 2000:localhost:22 -R 2000:localhost:23 user@host",
                "run -N -R 2000:localhost:22 user@host uptime",
                "-R 2000:localhost:22 user@host",
                "run --log-level loud",
                "run --bogus",
                "authorize -R 2000:localhost:22 user@host",
                "authorize -R 2000:localhost:22 -i k --config f user@host",
                "doctor -R 2000:localhost:22 --config f user@host",
                "check f --config g",
                "authorize -R 2000:localhost:22 -i k user@host --script --line a",
                "authorize --config /nonexistent user@host",
                "doctor --config /nonexistent user@host",
                "keygen \n -f /dev/null",
                "keygen nas -f ~bob/id",
                "keyring ~bob/id",
                "install --dry-run --tray -C nas",
                "install --dry-run --user --account nobody",
                "install --dry-run --system --account no.such.account",
                "status extra",
                "nonsense"
            })
    void whatIsNotUnderstoodIs64WithTheUsage(String line) {
        assertEquals(64, execute(line));
        assertTrue(err.toString().contains("Usage: tunnelfun"), err::toString);
        assertTrue(err.toString().contains(" --help"), err::toString);
    }

    @Test
    void aMistakeInTheManyOptionsOfSshIsNamedWithItsLetter() {
        execute("run -R 2000:localhost:22 -R 2000:localhost:23 user@host");
        assertTrue(err.toString().contains("-R asks for localhost:2000 twice"), err::toString);
        execute("run -R 2000:localhost:22 -p 0 user@host");
        assertTrue(err.toString().contains("-p: 0 is not a port"), err::toString);
        execute("run -R 2000:localhost:22 -J a,b:x user@host");
        assertTrue(err.toString().contains("-J: \"x\" is not a port"), err::toString);
        execute("run -R 2000:localhost:22 -i ~bob/id user@host");
        assertTrue(err.toString().contains("-i: \"~bob/id\" is not a file"), err::toString);
        execute("doctor -R 2000:localhost:22 --known-hosts ~bob/known user@host");
        assertTrue(err.toString().contains("--known-hosts: \"~bob/known\""), err::toString);
        execute("-R 2000:localhost:22 user@host");
        assertTrue(err.toString().contains("tunnelfun run -R"), err::toString);
    }

    @ParameterizedTest
    @CsvSource({"none, 0", "None, 0", "none:22, 1", "'a,none', 2"})
    void noJumpHostIsSaidAsToSsh(String word, int hosts) {
        SshOptions options = new SshOptions();
        CommandLine.populateCommand(options, "-R", "2000:localhost:22", "-J", word);
        assertEquals(
                hosts, options.tunnel("user@host", List.of()).server().proxyJump().size(), word);
    }

    @Test
    void theDoctorNamesTheArgumentThatIsWrongWhereThereIsNoConfig() throws IOException {
        String closed = "127.0.0.1:" + FreePort.next();
        String doctor = "doctor -R 2000:localhost:" + FreePort.next() + " ";
        assertEquals(1, execute(doctor + closed.replace("127.0.0.1:", "-p ") + " a@127.0.0.1"));
        assertTrue(out.toString().contains("or correct -p:"), out::toString);
        assertEquals(1, execute(doctor + "-J " + closed + " a@127.0.0.1"));
        assertTrue(out.toString().contains("or correct -J:"), out::toString);
        assertEquals(1, execute(doctor + "a@no-such-host.invalid"));
        assertTrue(out.toString().contains("Correct the host in user@host,"), out::toString);
        assertFalse(out.toString().contains("servers."), out::toString);
    }

    @Test
    void aServersNameMayBeAsLongAsNamesOfTheNetworkAre() {
        String server = ("a".repeat(60) + ".").repeat(4) + "example";
        String authorize = "authorize -R 2000:localhost:22 -i /nonexistent/key ";
        assertEquals(78, execute(authorize + "user@" + server), err::toString);
        assertEquals(78, execute(authorize + server), err::toString);
        assertEquals(64, execute(authorize + "user@" + "a".repeat(60) + server));
        assertEquals(64, execute(authorize + "u".repeat(60) + "@" + "a".repeat(60)));
    }

    @Test
    void behindTheFirstWordOfACommandEverythingIsTheCommands() {
        assertEquals(64, execute("run -R 2000:localhost:22 user@host -N tail -f log -p -v"));
        assertTrue(err.toString().contains("Either a command or -N"), err::toString);
    }

    @Test
    void whatIsMissingOrMeantIsSaid(@TempDir Path folder) throws IOException {
        execute("run nas");
        assertTrue(err.toString().contains("for a tunnel of the config: -C nas"), err::toString);
        execute("install nas");
        assertTrue(err.toString().contains("For one tunnel: -C NAME"), err::toString);
        execute("doctor --config /nonexistent user@host");
        assertTrue(err.toString().contains("user@host is a server: which port?"), err::toString);

        Path key = Files.createFile(folder.resolve("id"));
        assertEquals(1, execute("keygen nas -f " + key + "/y/x"));
        assertTrue(err.toString().contains("saved as " + key + "/y/x: "), err::toString);
        String authorize = "authorize -R 2000:localhost:22 user@host -i ";
        assertEquals(78, execute(authorize + key + ".pub"));
        assertTrue(err.toString().contains("beside it, without .pub"), err::toString);
        assertEquals(78, execute(authorize + key));
        assertTrue(err.toString().contains("ssh-keygen -y -f " + key), err::toString);
        assertEquals(78, execute(authorize + key + "2"));
        assertTrue(err.toString().contains("keygen NAME -f " + key + "2"), err::toString);

        assertEquals(1, execute("import " + key));
        assertTrue(err.toString().contains("neither a RemoteForward"), err::toString);
        assertEquals(78, execute("import " + Files.writeString(key, " {}")));
        assertTrue(err.toString().contains("nothing to import"), err::toString);
    }

    @Test
    void aServiceIsForATunnelOfTheConfigByItsNameOrItsDevices(@TempDir Path folder)
            throws IOException {
        Path config =
                Files.writeString(
                        folder.resolve("tunnels.json"),
                        """
                        {"servers": {"s": {"host": "h", "user": "u"}},
                         "tunnels": [{"name": "nas", "server": "s", "device": "pi",
                           "forwards": [{"remote": {"port": 2001}, "target": {"port": 22}}]}]}
                        """);
        System.setProperty("tunnelfun.launcher", "/usr/bin/tunnelfun");
        try {
            String install = "install --dry-run --user --config " + config;
            assertEquals(0, execute(install + " -C nas"), err::toString);
            assertEquals(0, execute(install + " -C pi"), err::toString);
            assertEquals(78, execute(install + " -C nope"), err::toString);
            assertTrue(err.toString().contains("there are: nas (for pi)"), err::toString);
            // The service waits for a config, but nobody can know a tunnel of it.
            assertEquals(0, execute(install + "2"), err::toString);
            assertEquals(78, execute(install + "2 -C nas"), err::toString);
        } finally {
            System.clearProperty("tunnelfun.launcher");
        }
    }

    @Test
    void everyCommandHasHelpThatFits80Columns() {
        for (String name : Tunnelfun.commandLine().getSubcommands().keySet()) {
            assertEquals(0, execute(name.equals("help") ? "help" : name + " --help"), name);
        }
        assertEquals(0, execute("--help"));
        assertTrue(out.toString().lines().allMatch(l -> l.length() <= 80), out::toString);
        assertEquals(0, execute("--version"));
        assertTrue(out.toString().contains("tunnelfun development (Java "), out::toString);
    }

    @Test
    void shellCompletionKnowsTheCommands() {
        assertEquals(0, execute("generate-completion"));
        assertTrue(out.toString().contains("reconnect"));
    }

    @Test
    void aMissingConfigIs78AndSaysWhatNext() {
        assertEquals(78, execute("check /nonexistent/tunnels.json"));
        assertTrue(err.toString().contains("/nonexistent/tunnels.json: there is no such file"));
    }

    @Test
    void checkPrintsTheSchemaAlone() {
        assertEquals(0, execute("check --schema"), err::toString);
        JsonObject schema = JsonParser.parseString(out.toString()).getAsJsonObject();
        assertEquals("Tunnelfun's tunnels.json", schema.get("title").getAsString());
    }

    @Test
    void everyCommandStandsInTheReadmeAndNoOther() throws IOException {
        String readme = QuickStartTest.readme();
        Set<String> commands = Tunnelfun.commandLine().getSubcommands().keySet();
        List<String> named =
                Pattern.compile("(?m)(?:`|^ {4,}(?:sudo )?)tunnelfun ([a-z-]+)")
                        .matcher(readme)
                        .results()
                        .map(found -> found.group(1))
                        // One of our messages begins so.
                        .filter(word -> !word.equals("is"))
                        .toList();
        assertTrue(named.contains("install") && named.contains("run"), named::toString);
        named.forEach(name -> assertTrue(commands.contains(name), "tunnelfun " + name));
        commands.stream()
                .filter(name -> !Set.of("help", "generate-completion", "rehearse").contains(name))
                .forEach(name -> assertTrue(readme.contains("`" + name), name));
    }

    @Test
    void theStatusInTheReadmeHasTheKeysOfTheRealOne() throws IOException {
        String shown =
                Pattern.compile("```json\n([^`]*\"provenAt\"[^`]*)```")
                        .matcher(QuickStartTest.readme())
                        .results()
                        .map(found -> found.group(1))
                        .findFirst()
                        .orElseThrow();
        assertEquals(
                keys(StatusDocument.of(List.of(Statuses.up("nas")))),
                keys(JsonParser.parseString(shown)));
    }

    private static String keys(JsonElement json) {
        if (json.isJsonArray()) {
            return "[" + keys(json.getAsJsonArray().get(0)) + "]";
        }
        return !json.isJsonObject()
                ? ""
                : json.getAsJsonObject().entrySet().stream()
                        .map(e -> e.getKey() + keys(e.getValue()))
                        .collect(Collectors.joining(" ", "{", "}"));
    }

    private int execute(String line) {
        CommandLine command = Tunnelfun.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(line.split(" "));
    }
}
