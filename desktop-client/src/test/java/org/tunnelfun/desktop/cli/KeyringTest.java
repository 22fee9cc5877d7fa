package org.tunnelfun.desktop.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Programs;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** A real keyring, GNOME's, on a session bus of its own. */
@Requires(Need.LINUX)
class KeyringTest extends ProcessCase {

    private static final String PASSPHRASE = "it's a s3cret";

    private Process bus;
    private Path key;

    @BeforeEach
    void start() throws IOException {
        key = locked("locked key", PASSPHRASE);
        startKeyring();
    }

    @AfterEach
    void stop() throws Exception {
        bus.getOutputStream().close();
        assertTrue(bus.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void aTunnelComesUpWithAPassphraseFromTheKeyring() throws Exception {
        Said kept = keyring(PASSPHRASE, key.toString());
        assertEquals(0, kept.status, kept.text);
        String arguments = Files.readString(home.resolve("arguments"));
        assertTrue(arguments.contains("store\n"), arguments);
        assertFalse(arguments.contains(PASSPHRASE), arguments);
        String setting = kept.text.lines().reduce((a, b) -> b).orElseThrow().strip();
        Path config = config(identity(key) + ", " + setting);
        try (ClientProcess client = run(config)) {
            client.awaitLog("state=UP proof=proven");
            assertFalse(client.err().contains(PASSPHRASE));
        }
        assertEquals(0, keyring("", "--forget", key.toString()).status);
        try (ClientProcess client = run(config)) {
            client.awaitLog("identityPassphraseCommand failed with status 1");
        }
    }

    @Test
    void whatDoesNotOpenTheKeyIsNotKept() throws Exception {
        Said wrong = keyring("another word", key.toString());
        assertEquals(1, wrong.status);
        assertTrue(wrong.text.contains("that does not open " + key), wrong.text);
        assertFalse(wrong.text.contains("another word"));
        Said none = keyring(PASSPHRASE, sshd.identity().toString());
        assertTrue(none.text.contains("has no passphrase"), none.text);
    }

    @Test
    void theTickOfTheWindowKeepsAPassphraseAndTheNextStartNeedsNobody() throws Exception {
        Path config = config(identity(key));
        String tick = "org.tunnelfun.desktop.app.KeyringKeeperRun";
        assertEquals("named\nleft out\n", program(tick, PASSPHRASE, "" + config, "" + key).text);
        assertTrue(Files.readString(config).contains("secret-tool lookup"));
        assertFalse(Files.readString(config).contains(PASSPHRASE));
        try (ClientProcess client = run(config)) {
            client.awaitLog("state=UP proof=proven");
        }
        Files.writeString(home.resolve("address"), "unix:path=/nonexistent");
        assertEquals("not offered\n", program(tick, PASSPHRASE, "" + config, "" + key).text);
    }

    private ClientProcess run(Path config) throws IOException {
        return ClientProcess.start(
                home, onTheBus(), java.util.Map.of(), List.of(), "run", "--config", "" + config);
    }

    private record Said(int status, String text) {}

    private Said keyring(String input, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of("keyring"));
        words.addAll(List.of(arguments));
        return program("org.tunnelfun.desktop.app.Main", input, words.toArray(String[]::new));
    }

    private Said program(String main, String input, String... arguments) throws Exception {
        List<String> command = onTheBus();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("PATH", recorder() + ":" + System.getenv("PATH"));
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write((input + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS));
        return new Said(process.exitValue(), text);
    }

    /** A folder with a secret-tool that notes its arguments, which everybody could see. */
    private Path recorder() throws IOException {
        String script =
                "printf '%%s\\n' \"$@\" >> '%s'\nexec '%s' \"$@\""
                        .formatted(
                                home.resolve("arguments"), Tools.program("secret-tool", "keyring"));
        return Programs.put(home.resolve("bin/secret-tool"), script).getParent();
    }

    /** Lives until our end of its standard input is closed. */
    private void startKeyring() throws IOException {
        Path address = home.resolve("address");
        String script =
                """
                printf test | gnome-keyring-daemon --unlock --components=secrets --foreground &
                keyring=$!
                echo "$DBUS_SESSION_BUS_ADDRESS" > "$1.new" && mv "$1.new" "$1"
                cat
                kill $keyring
                """;
        Tools.program("secret-tool", "keyring");
        Tools.program("gnome-keyring-daemon", "keyring");
        ProcessBuilder session =
                new ProcessBuilder(
                        Tools.program("dbus-run-session", "keyring").toString(),
                        "--",
                        "sh",
                        "-c",
                        script,
                        "sh",
                        address.toString());
        session.environment().put("HOME", home.toString());
        session.environment().put("XDG_RUNTIME_DIR", home.toString());
        session.environment().put("XDG_DATA_HOME", home.resolve("data").toString());
        bus =
                session.redirectErrorStream(true)
                        .redirectOutput(home.resolve("bus.log").toFile())
                        .start();
        await().atMost(LIMIT).until(() -> Files.exists(address));
        await("the keyring").atMost(LIMIT).until(this::answers);
    }

    /** What is kept and comes back: the keyring is there and unlocked. */
    private boolean answers() throws Exception {
        List<String> ask = onTheBus();
        ask.addAll(
                List.of(
                        "sh",
                        "-c",
                        "echo yes | secret-tool store --label=test is there &&"
                                + " [ $(secret-tool lookup is there) = yes ]"));
        Process process = new ProcessBuilder(ask).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor() == 0;
    }

    private List<String> onTheBus() throws IOException {
        String address = Files.readString(home.resolve("address")).strip();
        return new ArrayList<>(List.of("env", "DBUS_SESSION_BUS_ADDRESS=" + address));
    }
}
