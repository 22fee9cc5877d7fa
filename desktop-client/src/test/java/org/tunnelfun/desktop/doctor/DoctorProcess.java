package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.desktop.cli.ClientProcess;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.config.TunnelEntry;

/**
 * The doctor as a user starts it, who has found something wrong.
 *
 * @param before what stands before the command
 * @param environment variables that it has in addition
 */
record DoctorProcess(List<String> before, Map<String, String> environment) {

    List<Finding> examine(Path folder, TunnelConfig tunnel, Map<String, Object> retry)
            throws IOException {
        String server = tunnel.server().name();
        TunnelEntry entry =
                new TunnelEntry(
                        tunnel.name(),
                        server,
                        Optional.empty(),
                        true,
                        tunnel.forwards(),
                        retry,
                        Map.of());
        Map<String, ServerConfig> servers = Map.of(server, tunnel.server());
        Path config =
                Files.writeString(
                        folder.resolve("tunnels.json"),
                        ConfigFile.text(
                                new ClientConfig(servers, List.of(entry), Map.of(), Map.of())));
        try (ClientProcess doctor =
                ClientProcess.start(
                        folder,
                        before,
                        environment,
                        List.of(),
                        "doctor",
                        "--json",
                        "--config",
                        config.toString())) {
            assertEquals(1, doctor.exitCode(), doctor.out() + doctor.err());
            return findings(doctor.out());
        }
    }

    private static List<Finding> findings(String json) {
        List<Finding> findings = new ArrayList<>();
        JsonObject document = JsonParser.parseString(json).getAsJsonObject();
        JsonObject first = document.getAsJsonArray("tunnels").get(0).getAsJsonObject();
        for (JsonElement each : first.getAsJsonArray("steps")) {
            JsonObject step = each.getAsJsonObject();
            String result = step.get("result").getAsString().toUpperCase(Locale.ROOT);
            findings.add(
                    new Finding(
                            step.get("step").getAsString(),
                            Finding.Result.valueOf(result),
                            step.get("text").getAsString(),
                            step.get("mend").getAsString()));
        }
        return findings;
    }
}
