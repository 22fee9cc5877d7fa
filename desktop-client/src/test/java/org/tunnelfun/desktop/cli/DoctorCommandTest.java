package org.tunnelfun.desktop.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** The doctor as a user calls it, and the faults that need an environment of their own. */
@Requires(Need.LINUX)
class DoctorCommandTest {

    @TempDir Path home;
    private RealSshd sshd;
    private BannerTarget target;

    @BeforeEach
    void startServer() throws IOException {
        sshd = RealSshd.stock();
        target = BannerTarget.start();
    }

    @AfterEach
    void stopServer() throws IOException {
        target.close();
        sshd.close();
    }

    @Test
    void aGoodTunnelIsFineInWordsOf80ColumnsAndInJson() throws IOException {
        Path config = config(identity(sshd.identity()));
        ClientProcess words = ClientProcess.run(home, "doctor", "--config", "" + config, "nas");
        assertEquals(0, words.exitCode(), words.out() + words.err());
        assertTrue(words.out().lines().allMatch(l -> l.length() <= 80), words.out());
        ClientProcess json = ClientProcess.run(home, "doctor", "--config", "" + config, "--json");
        assertEquals(0, json.exitCode(), json.out() + json.err());
        JsonObject document = JsonParser.parseString(json.out()).getAsJsonObject();
        assertEquals(1, document.get("version").getAsInt());
        JsonObject nas = document.getAsJsonArray("tunnels").get(0).getAsJsonObject();
        assertEquals("nas", nas.get("name").getAsString());
        assertTrue(nas.get("ok").getAsBoolean());
        for (JsonElement step : nas.getAsJsonArray("steps")) {
            assertEquals("ok", step.getAsJsonObject().get("result").getAsString(), step::toString);
            // The words are the same ones.
            assertTrue(words.out().contains(" " + text(step, "step")), step::toString);
        }
    }

    @Test
    void aKeyFileThatTheAccountCannotRead() throws IOException {
        Path key = home.resolve("key");
        Files.copy(sshd.identity(), key);
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("---------"));
        // Root reads everything, unless it has given that up.
        List<String> before =
                Need.ROOT.met()
                        ? List.of(
                                Tools.program("setpriv", "ssh").toString(),
                                "--bounding-set=-dac_override,-dac_read_search")
                        : List.of();
        JsonObject problem = problem(before, Map.of(), identity(key));
        assertEquals("key", text(problem, "step"));
        assertEquals(
                "key file %s cannot be read by user %s"
                        .formatted(key, System.getProperty("user.name")),
                text(problem, "text"));
        assertTrue(text(problem, "mend").contains("ls -l " + key), problem::toString);
    }

    @Test
    void anAgentThatIsEmpty() throws Exception {
        Path socket = home.resolve("agent");
        Process agent =
                new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(socket));
            JsonObject problem =
                    problem(
                            List.of(),
                            Map.of("SSH_AUTH_SOCK", socket.toString()),
                            "\"useAgent\": true");
            assertEquals("key", text(problem, "step"));
            assertTrue(text(problem, "text").contains("the ssh-agent holds no key"));
            assertTrue(text(problem, "mend").contains("ssh-add"), problem::toString);
        } finally {
            agent.destroyForcibly().waitFor();
        }
    }

    @Test
    void anAgentThatIsNotThere() throws IOException {
        JsonObject problem = problem(List.of(), Map.of(), "\"useAgent\": true");
        assertEquals("key", text(problem, "step"));
        assertTrue(text(problem, "text").contains("no ssh-agent is running"), problem::toString);
    }

    /** The first problem that the doctor finds. */
    private JsonObject problem(List<String> before, Map<String, String> environment, String key)
            throws IOException {
        Path config = config(key);
        try (ClientProcess doctor =
                ClientProcess.start(
                        home,
                        before,
                        environment,
                        List.of(),
                        "doctor",
                        "--json",
                        "--config",
                        config.toString())) {
            assertEquals(1, doctor.exitCode(), doctor.out() + doctor.err());
            JsonObject document = JsonParser.parseString(doctor.out()).getAsJsonObject();
            JsonObject nas = document.getAsJsonArray("tunnels").get(0).getAsJsonObject();
            for (JsonElement step : nas.getAsJsonArray("steps")) {
                if (text(step, "result").equals("problem")) {
                    return step.getAsJsonObject();
                }
            }
            throw new AssertionError(doctor.out());
        }
    }

    private static String text(JsonElement step, String key) {
        return step.getAsJsonObject().get(key).getAsString();
    }

    private static String identity(Path key) {
        return "\"useAgent\": false, \"identityFile\": \"" + key + "\"";
    }

    private Path config(String key) throws IOException {
        return Files.writeString(
                home.resolve("tunnels.json"),
                """
                {"version": 1,
                 "servers": {"home": {"host": "127.0.0.1", "port": %d, "user": "%s",
                    "knownHostsFile": "%s", %s}},
                 "tunnels": [{"name": "nas", "server": "home",
                    "forwards": [{"remote": {"port": %d}, "target": {"port": %d}}]}]}
                """
                        .formatted(
                                sshd.port(),
                                sshd.user(),
                                sshd.knownHosts(),
                                key,
                                FreePort.next(),
                                target.port()));
    }
}
