package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** The doctor as a user calls it. */
@Requires(Need.LINUX)
class DoctorCommandTest extends ProcessCase {

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
    void anAgentThatIsNotThere() throws IOException {
        Path config = config("\"useAgent\": true");
        ClientProcess doctor = ClientProcess.run(home, "doctor", "--json", "--config", "" + config);
        assertEquals(1, doctor.exitCode(), doctor.out() + doctor.err());
        JsonObject document = JsonParser.parseString(doctor.out()).getAsJsonObject();
        JsonObject nas = document.getAsJsonArray("tunnels").get(0).getAsJsonObject();
        JsonElement problem =
                nas.getAsJsonArray("steps").asList().stream()
                        .filter(step -> text(step, "result").equals("problem"))
                        .findFirst()
                        .orElseThrow();
        assertEquals("key", text(problem, "step"));
        assertTrue(text(problem, "text").contains("no ssh-agent is running"), problem::toString);
    }

    private static String text(JsonElement step, String key) {
        return step.getAsJsonObject().get(key).getAsString();
    }
}
