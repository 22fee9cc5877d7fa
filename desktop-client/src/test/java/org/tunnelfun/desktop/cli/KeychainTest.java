package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Programs;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/**
 * What is proposed on macOS and Windows, whose own programs are not here: a {@code security(1)} of
 * ours notes its arguments and answers as the real one does.
 */
@Requires(Need.LINUX)
class KeychainTest extends ProcessCase {

    private static final String PASSPHRASE = "correct horse";

    private Path key;

    @BeforeEach
    void lock() throws IOException {
        key = locked("anna's key; reboot", PASSPHRASE);
    }

    @Test
    void theCommandsForMacOsKeepAndFetchThePassphraseWhichIsNeverAnArgument() throws Exception {
        String proposed = proposed("Mac OS X");
        security("exec cat '" + Files.writeString(home.resolve("kept"), PASSPHRASE + "\n") + "'");
        String keep = line(proposed, "security add-generic-password");
        Tools.run(List.of("env", "PATH=" + path(), "sh", "-c", keep));
        assertEquals(
                List.of("add-generic-password", "-s", "tunnelfun", "-a", "" + key, "-w"),
                arguments(),
                "with -w at the end it asks for the passphrase itself");
        ClientProcess doctor = doctor(proposed);
        assertEquals(0, doctor.exitCode(), doctor.out() + doctor.err());
        assertEquals(
                List.of("find-generic-password", "-s", "tunnelfun", "-w", "-a", "" + key),
                arguments());
        for (String said : List.of(proposed, doctor.out(), doctor.err())) {
            assertFalse(said.contains(PASSPHRASE), said);
        }
    }

    @Test
    void aKeychainThatIsLockedOrNotThereIsNamed() throws Exception {
        String proposed = proposed("Mac OS X");
        security("echo 'User interaction is not allowed.' >&2; exit 36");
        assertEquals("the identityPassphraseCommand failed with status 36", problem(proposed));
        Files.delete(home.resolve("bin/security"));
        assertEquals("the identityPassphraseCommand failed with status 127", problem(proposed));
    }

    @Test
    void windowsIsToldWhatItHasInstead() throws IOException {
        String proposed = proposed("Windows 11");
        assertTrue(proposed.contains("ssh-add \"" + key + "\""), proposed);
        assertTrue(proposed.contains("\"useAgent\": true"), proposed);
    }

    private String proposed(String system) throws IOException {
        try (ClientProcess keyring =
                ClientProcess.start(home, List.of("-Dos.name=" + system), "keyring", "" + key)) {
            assertEquals(69, keyring.exitCode(), keyring.out() + keyring.err());
            return keyring.err();
        }
    }

    private static String line(String text, String with) {
        return text.lines().filter(l -> l.contains(with)).findFirst().orElseThrow().strip();
    }

    private void security(String answer) throws IOException {
        String note = "printf '%%s\\n' \"$@\" > '%s'\n".formatted(home.resolve("arguments"));
        Programs.put(home.resolve("bin/security"), note + answer);
    }

    private List<String> arguments() throws IOException {
        return Files.readAllLines(home.resolve("arguments"));
    }

    private String path() {
        return home.resolve("bin") + ":" + System.getenv("PATH");
    }

    private String problem(String proposed) throws IOException {
        ClientProcess doctor = doctor(proposed);
        assertEquals(1, doctor.exitCode(), doctor.out() + doctor.err());
        JsonObject document = JsonParser.parseString(doctor.out()).getAsJsonObject();
        JsonObject nas = document.getAsJsonArray("tunnels").get(0).getAsJsonObject();
        for (JsonElement step : nas.getAsJsonArray("steps")) {
            if (step.getAsJsonObject().get("step").getAsString().equals("key")) {
                return step.getAsJsonObject().get("text").getAsString();
            }
        }
        throw new AssertionError(doctor.out());
    }

    private ClientProcess doctor(String proposed) throws IOException {
        String setting = line(proposed, "\"identityPassphraseCommand\"");
        Path config = config(identity(key) + ", " + setting);
        ClientProcess doctor =
                ClientProcess.start(
                        home,
                        List.of(),
                        Map.of("PATH", path()),
                        List.of(),
                        "doctor",
                        "--json",
                        "--config",
                        "" + config);
        doctor.exitCode();
        return doctor;
    }
}
