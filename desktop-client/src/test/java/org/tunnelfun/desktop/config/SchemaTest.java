package org.tunnelfun.desktop.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The JSON Schema in the jar says what the reader does; so does the README. */
class SchemaTest {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final Map<String, Object> PORT =
            new TreeMap<>(Map.of("type", "integer", "minimum", 1, "maximum", 65_535));
    private static final Map<String, Object> TEXT = Map.of("type", "string");
    private static final Map<String, Object> FLAG = Map.of("type", "boolean");

    @Test
    void theSchemaInTheJarIsTheReadersOwn() throws IOException {
        String expected = GSON.toJson(schema()) + "\n";
        Path made = Path.of("target", "tunnels.schema.json");
        Files.writeString(made, expected);
        try (InputStream in = ConfigFile.class.getResourceAsStream("tunnels.schema.json")) {
            String shipped =
                    in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(expected, shipped, "the keys changed: ship " + made);
        }
    }

    @Test
    void everyKeyOfTheReaderIsInTheSchema() {
        JsonObject properties = JsonParser.parseString(GSON.toJson(schema())).getAsJsonObject();
        String all = properties.toString();
        for (List<String> keys :
                List.of(
                        ConfigReader.TOP,
                        ServerReader.KEYS,
                        ConfigReader.TUNNEL,
                        ConfigReader.FORWARD)) {
            keys.forEach(key -> assertTrue(all.contains("\"" + key + "\":"), key));
        }
    }

    @Test
    void theReadmesTablesAreTheSettings() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        assertTrue(
                readme.contains(Settings.markdown(Settings.RETRY)),
                Settings.markdown(Settings.RETRY));
        assertTrue(
                readme.contains(Settings.markdown(Settings.STALENESS)),
                Settings.markdown(Settings.STALENESS));
    }

    private static Map<String, Object> schema() {
        Map<String, Object> retry = settings(Settings.RETRY);
        Map<String, Object> staleness = settings(Settings.STALENESS);
        Map<String, Object> remotePort = new TreeMap<>(PORT);
        remotePort.put("minimum", 0);
        Map<String, Object> forward =
                object(
                        Map.of(
                                "remote",
                                object(Map.of("bind", TEXT, "port", remotePort), "port"),
                                "target",
                                object(Map.of("host", TEXT, "port", PORT), "port"),
                                "expect",
                                words(Forward.Expect.values())),
                        "remote",
                        "target");
        Map<String, Object> tunnel =
                object(
                        Map.of(
                                "name", TEXT,
                                "server", TEXT,
                                "device", TEXT,
                                "autoConnect", FLAG,
                                "forwards", list(forward, 1),
                                "retry", retry,
                                "staleness", staleness),
                        "name",
                        "server",
                        "forwards");
        Map<String, Object> server = new TreeMap<>();
        for (String key : ServerReader.KEYS) {
            server.put(
                    key,
                    switch (key) {
                        case "port", "reaperPort" -> PORT;
                        case "useAgent", "legacyAlgorithms" -> FLAG;
                        case "hosts", "proxyJump" -> list(TEXT, 0);
                        case "strictHostKeyChecking" ->
                                words(ServerConfig.StrictHostKeyChecking.values());
                        default -> TEXT;
                    });
        }
        Map<String, Object> servers =
                new TreeMap<>(
                        Map.of("type", "object", "additionalProperties", object(server, "host")));
        Map<String, Object> top =
                object(
                        Map.of(
                                "$schema", TEXT,
                                "version", Map.of("const", ClientConfig.VERSION),
                                "servers", servers,
                                "tunnels", list(tunnel, 0),
                                "retry", retry,
                                "staleness", staleness));
        top.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        top.put("title", "Tunnelfun's tunnels.json");
        return top;
    }

    private static Map<String, Object> settings(List<Setting> settings) {
        Map<String, Object> properties = new TreeMap<>();
        for (Setting s : settings) {
            Map<String, Object> one = new TreeMap<>();
            one.put("description", s.help());
            one.put("default", s.defaultValue());
            switch (s.kind()) {
                case CHOICE -> one.put("enum", s.choices());
                case TEXT -> one.put("type", "string");
                default -> {
                    one.put("type", s.kind() == Setting.Kind.FACTOR ? "number" : "integer");
                    one.put("minimum", s.min());
                    one.put("maximum", s.max());
                }
            }
            properties.put(s.key(), one);
        }
        return object(properties);
    }

    private static Map<String, Object> object(Map<String, Object> properties, String... required) {
        Map<String, Object> object = new TreeMap<>();
        object.put("type", "object");
        object.put("additionalProperties", false);
        object.put("properties", new TreeMap<>(properties));
        if (required.length > 0) {
            object.put("required", required);
        }
        return object;
    }

    private static Map<String, Object> list(Map<String, Object> items, int least) {
        Map<String, Object> list = new TreeMap<>(Map.of("type", "array", "items", items));
        if (least > 0) {
            list.put("minItems", least);
        }
        return list;
    }

    private static Map<String, Object> words(Enum<?>[] constants) {
        return Map.of("enum", Arrays.stream(constants).map(Settings::jsonName).toList());
    }
}
