package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class KeysAndImportCommandsTest {

    @TempDir Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aKeyIsMadeOnceAndAuthorizePrintsBothLinesForIt() throws Exception {
        Path key = folder.resolve("id");
        String config = config(key, "tunnel");
        assertEquals(78, execute("authorize", "nas", "--config", config));
        assertTrue(err.toString().contains("id.pub: cannot be read"), err::toString);
        assertEquals(0, execute("keygen", "nas", "--config", config));
        assertTrue(Files.readString(key).startsWith("-----BEGIN OPENSSH PRIVATE KEY-----"));
        assertEquals(1, execute("keygen", "nas", "--config", config));
        assertTrue(err.toString().contains("never written over"), err::toString);

        out.getBuffer().setLength(0);
        assertEquals(0, execute("authorize", "nas", "--line", "a", "--config", config));
        assertEquals(
                "restrict,port-forwarding,permitlisten=\"localhost:2001\","
                        + "permitopen=\"127.0.0.1:2001\",permitopen=\"[::1]:2001\","
                        + "permitopen=\"127.0.0.1:7022\" "
                        + Files.readString(folder.resolve("id.pub")).strip(),
                out.toString().strip());
        assertEquals(0, execute("authorize", "nas", "--config", config));
        assertTrue(out.toString().contains(",command=\"exec /usr/local/lib/tunnelfun/session\" "));
        assertTrue(
                out.toString().contains("useradd --create-home --shell /usr/sbin/nologin tunnel"));

        out.getBuffer().setLength(0);
        String server = "user@" + "a".repeat(60) + ".example.org";
        assertEquals(
                0, execute("authorize", "-R2000:localhost:22", "-lpi", "-i", "" + key, server));
        String named = "Tunnel pi@" + server.substring(5) + ",";
        assertTrue(out.toString().replace("\n", " ").startsWith(named), out::toString);
        assertTrue(
                out.toString().lines().takeWhile(l -> !l.isBlank()).allMatch(l -> l.length() <= 80),
                out::toString);
    }

    @Test
    void ofSeveralTunnelsOfADeviceOneMustBeNamed() throws Exception {
        Path config = Path.of(config(folder.resolve("id"), "tunnel"));
        String nas = Files.readString(config).replace("\"nas\",", "\"nas\", \"device\": \"pi\",");
        String web = nas.replace("\"nas\"", "\"web\"").replace("2001", "2002");
        String tunnels = "\"tunnels\": [";
        Files.writeString(
                config,
                nas.replace("]}]}", "]},")
                        + web.substring(web.indexOf(tunnels) + tunnels.length()));
        assertEquals(0, execute("keygen", "nas", "--config", "" + config), err::toString);
        assertEquals(64, execute("authorize", "pi", "--config", "" + config));
        assertTrue(err.toString().contains("Tunnels for pi: nas, web"), err::toString);
        assertEquals(0, execute("authorize", "web", "--config", "" + config), err::toString);
        // The server takes one line of their common key, so it is for both.
        assertTrue(out.toString().contains("same key: nas"), out::toString);
        String both = "permitlisten=\"localhost:2002\",permitlisten=\"localhost:2001\"";
        assertTrue(out.toString().contains(both), out::toString);
        out.getBuffer().setLength(0);
        Files.writeString(config, Files.readString(config).replaceFirst("\"pi\"", "\"attic\""));
        assertEquals(0, execute("authorize", "web", "--config", "" + config), err::toString);
        assertFalse(out.toString().contains("localhost:2001"), "a key of another device");
    }

    @Test
    void hostileNamesAreNoCommandsInWhatIsToBePasted() throws Exception {
        Path key = folder.resolve("id");
        Path config = Path.of(config(key, "tunnel"));
        String name = "it's; reboot $(reboot)";
        Files.writeString(config, Files.readString(config).replace("\"nas\"", "\"" + name + "\""));
        assertEquals(0, execute("keygen", name, "--config", "" + config));
        assertEquals(0, execute("authorize", name, "--config", "" + config));
        String quoted = "'it'\\''s; reboot $(reboot)'";
        assertTrue(out.toString().contains("tunnelfun authorize " + quoted), out::toString);
        assertTrue(out.toString().contains("tunnelfun doctor " + quoted + " --prove"));
        Path publicKey = folder.resolve("id.pub");
        String plain = Files.readString(publicKey).strip();
        for (String hostile : List.of("\u001b[2J", "\u009b2J", "x\nEND\nreboot", "\u202e")) {
            Files.writeString(publicKey, plain + hostile);
            assertEquals(78, execute("authorize", name, "--config", "" + config), hostile);
        }
    }

    @Test
    void whatIsProposedIsForTheTunnelOfThisConfigHoweverThatIsNamed() throws Exception {
        Path config = Path.of(config(folder.resolve("id"), "tunnel"));
        Path hostile = folder.resolve("my $(reboot).json");
        String text = Files.readString(config);
        Files.writeString(hostile, text.replace("\"nas\",", "\"nas\", \"device\": \"attic\","));
        String option = " --config '" + hostile + "'";
        assertEquals(78, execute("authorize", "attic", "--config", "" + hostile));
        assertTrue(err.toString().contains("tunnelfun keygen nas" + option), err::toString);
        assertEquals(0, execute("keygen", "nas", "--config", "" + hostile));
        assertTrue(out.toString().contains("tunnelfun authorize nas" + option), out::toString);
        String[] status = {"status", "--config", "" + hostile, "--state-dir", folder + "/a b"};
        assertEquals(69, execute(status));
        String run = "tunnelfun run" + option + " --state-dir '" + folder + "/a b'";
        assertTrue(err.toString().contains(run), err::toString);
    }

    @Test
    void nothingProposedForRootWouldEndTheServersOwnProcesses() throws Exception {
        Path key = folder.resolve("id");
        String config = config(key, "root");
        assertEquals(0, execute("keygen", "nas", "--config", config));
        assertEquals(0, execute("authorize", "nas", "--config", config));
        assertFalse(out.toString().contains("useradd"), out::toString);
        assertFalse(out.toString().contains("pkill"), out::toString);
        assertTrue(out.toString().contains("ss -Htlnp 'sport = :2001'"), out::toString);
    }

    @Test
    void anImportWritesTheConfigAndTheReapersBesideItAndNeverOverOthers() throws Exception {
        Path yaml =
                Files.writeString(
                        folder.resolve("tunnelfun.yaml"),
                        """
                        server:
                          host: tunnel.example.org
                          tunnelports: [2000]
                        clients:
                          nas:
                            user: root
                            publickey: /k
                            localservice: {}
                        """);
        assertEquals(78, execute("import", yaml.toString()));
        assertTrue(err.toString().contains("line 8"), err::toString);
        Files.writeString(
                yaml,
                Files.readString(yaml)
                        .replace(
                                "localservice: {}",
                                "localservice:\n      port: 22\n    remoteendpoint:\n      port: 2000"));
        Path output = folder.resolve("new/tunnels.json");
        assertEquals(0, execute("import", yaml.toString(), "-o", output.toString()), err::toString);
        assertTrue(Files.readString(output).contains("\"port\": 2000"));
        assertTrue(Files.exists(folder.resolve("new/reaper.json")));
        assertEquals(0, execute("check", output.toString()));
        assertEquals(1, execute("import", yaml.toString(), "-o", output.toString()));
        assertTrue(err.toString().contains("is there already"), err::toString);
    }

    private String config(Path key, String user) throws Exception {
        return Files.writeString(
                        folder.resolve("tunnels.json"),
                        """
                        {"servers": {"home": {"host": "x", "user": "%s", "identityFile": "%s",
                           "reaperPort": 7022}},
                         "tunnels": [{"name": "nas", "server": "home",
                           "forwards": [{"remote": {"port": 2001}, "target": {"port": 22}}]}]}
                        """
                                .formatted(user, key.toString().replace("\\", "\\\\")))
                .toString();
    }

    private int execute(String... arguments) {
        CommandLine command = Tunnelfun.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
