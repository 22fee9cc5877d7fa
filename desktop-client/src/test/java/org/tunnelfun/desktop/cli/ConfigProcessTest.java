package org.tunnelfun.desktop.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Programs;
import org.tunnelfun.desktop.testing.Requires;

/** The program with a config, and commands to the running one. */
@Requires(Need.LINUX)
class ConfigProcessTest extends ProcessCase {

    @Test
    void theConfigAloneLeadsToAnInstanceWithAStateFolderOfItsOwn() throws IOException {
        Path config = configOf(tunnel("nas", port, null));
        String elsewhere = home.resolve("elsewhere").toString();
        try (ClientProcess client =
                ClientProcess.start(
                        home, "run", "--config", "" + config, "--state-dir", elsewhere)) {
            client.awaitLog("state=UP");
            assertEquals("up", status("--config", "" + config).get("state").getAsString());
            assertEquals("up", status("--state-dir", elsewhere).get("state").getAsString());
            client.terminate();
            assertEquals(0, client.exitCode());
            assertEquals(69, ask("status", config).exitCode());
        }
    }

    @Test
    void aJobWithoutALocaleOfAnAccountWithoutANameTellsATunnelsRightName() throws IOException {
        Path config = configOf(tunnel("Büro", port, null));
        Map<String, String> job = Map.of("LC_ALL", "C", "HOME", "" + home);
        List<String> unnamed = List.of("-Duser.home=?", "-Duser.name=?");
        String[] run = {"run", "--config", "" + config};
        try (ClientProcess client = ClientProcess.start(home, List.of(), job, unnamed, run)) {
            client.awaitLog("state=UP proof=proven port=" + port);
            String[] ask = {"status", "--json", "--config", "" + config};
            ClientProcess status = ClientProcess.start(home, List.of(), job, unnamed, ask);
            assertEquals(0, status.exitCode(), status.err());
            assertEquals(
                    "Büro",
                    JsonParser.parseString(status.out())
                            .getAsJsonObject()
                            .getAsJsonArray("tunnels")
                            .get(0)
                            .getAsJsonObject()
                            .get("name")
                            .getAsString());
            assertTrue(Files.exists(home.resolve(".local/state/tunnelfun")));
            assertFalse(Files.exists(Path.of("?")));
        }
    }

    @Test
    void aConfigsOwnInstanceIsFoundAlthoughAnotherRunsItElsewhere() throws IOException {
        Path config = configOf(tunnel("nas", port, null));
        try (ClientProcess first =
                ClientProcess.start(home, "run", "--config", config.toString())) {
            first.awaitLog("state=UP");
            try (ClientProcess second =
                    ClientProcess.start(
                            home,
                            "run",
                            "--config",
                            config.toString(),
                            "--state-dir",
                            home.resolve("elsewhere").toString())) {
                second.awaitLog("is held by a session that answers");
                second.terminate();
                assertEquals(0, second.exitCode());
            }
            assertEquals("up", status("--config", "" + config).get("state").getAsString());
        }
    }

    @Test
    void pauseResumeAndReconnectWork() throws IOException {
        Path config = configOf(tunnel("nas", port, null));
        try (ClientProcess client =
                ClientProcess.start(home, "run", "--config", config.toString())) {
            client.awaitLog("state=UP");
            assertEquals(0, ask("pause", config, "nas").exitCode());
            await().atMost(LIMIT).until(() -> sshd.sessions().isEmpty());
            assertEquals("off", status("--config", config.toString()).get("state").getAsString());
            assertEquals(0, ask("resume", config).exitCode());
            await().atMost(LIMIT).until(() -> sshd.sessions().size() == 1);
            long before = sshd.session().pid();
            assertEquals(0, ask("reconnect", config, "nas").exitCode());
            await().atMost(LIMIT).until(() -> sshd.session().pid() != before);
            ClientProcess unknown = ask("reconnect", config, "nass");
            assertEquals(1, unknown.exitCode());
            assertTrue(unknown.err().contains("no tunnel named nass"), unknown.err());
        }
    }

    @Test
    void aChangedConfigRestartsOnlyWhatChangedAndABadOneNothing() throws IOException {
        int other = FreePort.next();
        int moved = FreePort.next();
        Path config = configOf(tunnel("nas", port, null), tunnel("pi", other, null));
        try (ClientProcess client =
                ClientProcess.start(home, "run", "--config", config.toString())) {
            client.awaitLog("tunnel=nas state=UP");
            client.awaitLog("tunnel=pi state=UP");
            Files.writeString(config, "{ broken");
            client.awaitLog("the old one stays in force");
            assertEquals(BannerTarget.BANNER, Loopback.banner(other));
            Files.writeString(config, text(tunnel("nas", port, null), tunnel("pi", moved, null)));
            client.awaitLog("tunnel=pi state=UP proof=proven port=" + moved);
            assertEquals(1, logins(config, "nas"));
            assertEquals(1, count(client.err(), "the old one stays in force"));
        }
    }

    @Test
    void noTunnelForThisDeviceIsAConfigError() throws IOException {
        Path config = configOf(tunnel("nas", port, "nowhere.example"));
        ClientProcess client = ClientProcess.run(home, "run", "--config", config.toString());
        assertEquals(78, client.exitCode());
        assertTrue(client.err().contains("nas (for nowhere.example)"), client.err());
        Path wrong =
                Files.writeString(home.resolve("wrong.json"), text(tunnel("nas", 70_000, null)));
        ClientProcess bad = ClientProcess.run(home, "run", "--config", wrong.toString());
        assertEquals(78, bad.exitCode());
        assertTrue(
                bad.err()
                        .contains(
                                "wrong.json: tunnels[0].forwards[0].remote.port: 70000 is not a"
                                        + " port"),
                bad.err());
    }

    @Test
    void aServiceOfATunnelThatAnAccountsConfigHasNotIsNotInstalled() throws IOException {
        Path anna = Files.createDirectories(home.resolve("anna/.config/tunnelfun"));
        Path usual = anna.resolve("tunnels.json");
        Files.writeString(usual, text(tunnel("nas", port, "pi"), tunnel("web", port + 1, null)));
        Programs.put(home.resolve("bin/getent"), "echo anna:x:1:1::" + home + "/anna:/bin/sh");
        Map<String, String> environment =
                Map.of("PATH", home.resolve("bin") + ":" + System.getenv("PATH"));
        // Root installs it, and reads the config of the account that it is for.
        ClientProcess wrong =
                ClientProcess.start(
                        home,
                        List.of(),
                        environment,
                        List.of("-Dtunnelfun.launcher=/usr/bin/tunnelfun"),
                        "install",
                        "--dry-run",
                        "--system",
                        "--account",
                        "anna",
                        "-C",
                        "nope");
        assertEquals(78, wrong.exitCode(), wrong.out());
        String said = wrong.err().replaceAll("\\s+", " ");
        String known = "there is no tunnel named nope; there are: nas (for pi), web";
        assertTrue(said.contains(known), said);
        assertEquals("", wrong.out());
    }

    @Test
    void whatCannotBeRemovedIsNamedWithTheReasonAndWithoutATrace() throws IOException {
        Path systemctl = Programs.put(home.resolve("bin/systemctl"), "exit 0");
        Path file = Files.createFile(home.resolve("file"));
        Map<String, String> environment =
                Map.of(
                        "XDG_CACHE_HOME",
                        file.toString(),
                        "PATH",
                        systemctl.getParent() + ":" + System.getenv("PATH"));
        try (ClientProcess uninstall =
                ClientProcess.start(
                        home, List.of(), environment, List.of(), "uninstall", "--user")) {
            assertEquals(1, uninstall.exitCode(), uninstall.err());
            String all = uninstall.err().replaceAll("\\s+", " ");
            String what = file + "/tunnelfun/headless.jsa: Not a directory ";
            assertEquals("tunnelfun uninstall: " + what, all);
        }
    }

    @Test
    void theArchiveThatTwoServicesShareGoesWithTheLastOfThem() throws IOException {
        Path systemctl = Programs.put(home.resolve("bin/systemctl"), "exit 0");
        Map<String, String> environment =
                Map.of(
                        "XDG_CACHE_HOME",
                        home.resolve("cache").toString(),
                        "XDG_CONFIG_HOME",
                        home.resolve("config").toString(),
                        "PATH",
                        systemctl.getParent() + ":" + System.getenv("PATH"));
        Path units = Files.createDirectories(home.resolve("config/systemd/user"));
        Files.createFile(units.resolve("tunnelfun.service"));
        Files.createFile(units.resolve("tunnelfun-nas.service"));
        Path folder = Files.createDirectories(home.resolve("cache/tunnelfun"));
        Path archive = Files.createFile(folder.resolve("headless.jsa"));
        for (String[] command :
                List.of(
                        new String[] {"uninstall", "--user", "-C", "nas"},
                        new String[] {"uninstall", "--user"})) {
            assertTrue(Files.exists(archive));
            try (ClientProcess uninstall =
                    ClientProcess.start(home, List.of(), environment, List.of(), command)) {
                assertEquals(0, uninstall.exitCode(), uninstall.err());
            }
        }
        assertFalse(Files.exists(archive));
        assertEquals(0, units.toFile().list().length);
    }

    private ClientProcess ask(String command, Path config, String... name) throws IOException {
        Stream<String> arguments =
                Stream.concat(Stream.of(command, "--config", config.toString()), Stream.of(name));
        return ClientProcess.run(home, arguments.toArray(String[]::new));
    }

    private int logins(Path config, String name) throws IOException {
        return statuses("--config", config.toString()).stream()
                .filter(s -> s.get("name").getAsString().equals(name))
                .mapToInt(s -> s.get("logins").getAsInt())
                .sum();
    }

    private Path configOf(String... tunnels) throws IOException {
        return Files.writeString(home.resolve("tunnels.json"), text(tunnels));
    }

    private String text(String... tunnels) {
        return """
               {"version": 1,
                "servers": {"home": {"host": "127.0.0.1", "port": %d, "user": "%s",
                   "identityFile": "%s", "knownHostsFile": "%s", "useAgent": false}},
                "tunnels": [%s]}
               """
                .formatted(
                        sshd.port(),
                        sshd.user(),
                        sshd.identity(),
                        sshd.knownHosts(),
                        String.join(",", tunnels));
    }

    private String tunnel(String name, int remote, String device) {
        return """
               {"name": "%s", "server": "home", %s
                "forwards": [{"remote": {"port": %d}, "target": {"port": %d}}]}"""
                .formatted(
                        name,
                        device == null ? "" : "\"device\": \"" + device + "\",",
                        remote,
                        target.port());
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
