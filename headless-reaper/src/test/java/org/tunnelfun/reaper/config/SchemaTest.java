package org.tunnelfun.reaper.config;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON Schema in the jar says what the reader does. */
class SchemaTest {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    private static final ReaperConfig DEFAULTS = ReaperConfig.of(Ports.parse("2000"));
    private static final Map<String, Range> NUMBERS =
            Map.of(
                    "interval", Range.INTERVAL,
                    "timeout", Range.TIMEOUT,
                    "strikes", Range.STRIKES,
                    "killGrace", Range.KILL_GRACE);
    private static final String PORT_KEY = "^[0-9]{1,9}$";

    private final JsonObject properties =
            JsonParser.parseString(ConfigFile.schema())
                    .getAsJsonObject()
                    .getAsJsonObject("properties");

    @Test
    void theSchemaInTheJarIsTheReadersOwn() throws IOException {
        String expected = GSON.toJson(schema()) + "\n";
        Path made = Path.of("target", "reaper.schema.json");
        Files.writeString(made, expected);
        assertEquals(expected, ConfigFile.schema(), "the keys changed: ship " + made);
    }

    @Test
    void everyKeyOfTheReaderIsInTheSchemaAndNoOther() {
        assertEquals(
                Fields.KNOWN.stream().sorted().toList(),
                properties.keySet().stream().sorted().toList());
    }

    @Test
    void theReaderTakesEveryNumberThatTheSchemaAllowsAndNoneBeyond() {
        for (String key : NUMBERS.keySet()) {
            long min = properties.getAsJsonObject(key).get("minimum").getAsLong();
            long max = properties.getAsJsonObject(key).get("maximum").getAsLong();
            reads(key, "" + min);
            reads(key, "" + max);
            refuses(key, "" + (min - 1));
            refuses(key, "" + (max + 1));
            refuses(key, min + ".5");
            refuses(key, "\"" + min + "\"");
        }
    }

    @Test
    void defaultsAreTheReaders() throws ConfigException {
        StringBuilder all = new StringBuilder("{\"version\": 1, \"ports\": 2000");
        for (String key : properties.keySet()) {
            if (properties.getAsJsonObject(key).has("default")) {
                all.append(
                        ", \"%s\": %s"
                                .formatted(key, properties.getAsJsonObject(key).get("default")));
            }
        }
        assertEquals(DEFAULTS, ConfigFile.read(all + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2000", "2000-2099,2200", " 2000 - 2001 , 1", "65535", "02000"})
    void portsThatTheReaderTakesFitTheSchema(String text) {
        reads("ports", "\"" + text + "\"");
        assertTrue(pattern("ports").matcher(text).find(), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "2000,,2001", "a", "2000-", "-5", "2000-2001-2002", "1.5"})
    void portsThatTheSchemaRefusesTheReaderRefuses(String text) {
        assertFalse(pattern("ports").matcher(text).find(), text);
        refuses("ports", "\"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "127.0.0.1:7022", "[::1]:1", "::1:1", "localhost:65535"})
    void listenersThatTheReaderTakesFitTheSchema(String text) {
        reads("listen", "\"" + text + "\"");
        assertTrue(pattern("listen").matcher(text).find(), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:7022", "127.0.0.1", ":7022", "10.0.0.1:1", "127.0.0.1:x"})
    void listenersThatTheSchemaRefusesTheReaderRefuses(String text) {
        assertFalse(pattern("listen").matcher(text).find(), text);
        refuses("listen", "\"" + text + "\"");
    }

    @Test
    void aFileMayNameItsSchema() {
        reads("$schema", "\"reaper.schema.json\"");
        refuses("$schema", "1");
    }

    private Pattern pattern(String key) {
        JsonObject property = properties.getAsJsonObject(key);
        JsonObject text =
                property.has("anyOf")
                        ? property.getAsJsonArray("anyOf").get(0).getAsJsonObject()
                        : property;
        return Pattern.compile(text.get("pattern").getAsString());
    }

    private static void reads(String key, String value) {
        assertDoesNotThrow(() -> ConfigFile.read(document(key, value)), key + ": " + value);
    }

    private static void refuses(String key, String value) {
        assertThrows(
                ConfigException.class,
                () -> ConfigFile.read(document(key, value)),
                key + ": " + value);
    }

    private static String document(String key, String value) {
        String ports = key.equals("ports") ? "" : "\"ports\": \"2000\", ";
        return "{\"version\": 1, %s\"%s\": %s}".formatted(ports, key, value);
    }

    private static Map<String, Object> schema() {
        Map<String, Object> properties = new TreeMap<>();
        for (String key : Fields.KNOWN) {
            properties.put(key, property(key));
        }
        Map<String, Object> top = object(properties);
        top.put("required", List.of("version", "ports"));
        top.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        top.put("title", "Tunnelfun's reaper.json");
        return top;
    }

    private static Map<String, Object> property(String key) {
        return switch (key) {
            case "$schema" -> map("type", "string");
            case "version" -> map("const", 1);
            case "ports" -> ports();
            case "names" ->
                    byPort(
                            "What people call the devices behind the ports.",
                            map(
                                    "type",
                                    "string",
                                    "pattern",
                                    "^" + Fields.NAME + "$",
                                    "maxLength",
                                    Fields.MAX_NAME));
            case "expect" ->
                    byPort(
                            "What answers behind a port; \"any\" is reported, never reaped.",
                            map("enum", List.of("ssh", "any")));
            case "interval" ->
                    number(key, DEFAULTS.interval(), "Seconds between the starts of two sweeps.");
            case "timeout" ->
                    number(key, DEFAULTS.timeout(), "Seconds until a port counts as silent.");
            case "strikes" ->
                    number(
                            key,
                            DEFAULTS.strikes(),
                            "Silent probes in a row that make a session stale.");
            case "killGrace" -> number(key, DEFAULTS.killGrace(), "Seconds from TERM to KILL.");
            case "reap" ->
                    map(
                            "type",
                            "array",
                            "items",
                            map("enum", List.of("silent", "closed", "other")),
                            "default",
                            List.of("silent"),
                            "description",
                            "Verdicts that end a session.");
            case "listen" ->
                    map(
                            "type",
                            "string",
                            "pattern",
                            "^((127\\.0\\.0\\.1|\\[?::1\\]?|localhost):[0-9]{1,9})?$",
                            "default",
                            "" + DEFAULTS.listen().orElseThrow(),
                            "description",
                            "Loopback address and port of the HTTP API; empty: off.");
            case "dryRun" ->
                    map(
                            "type",
                            "boolean",
                            "default",
                            DEFAULTS.dryRun(),
                            "description",
                            "All but the signal.");
            default -> throw new AssertionError("a new key: " + key);
        };
    }

    private static Map<String, Object> ports() {
        String part = " *[0-9]{1,9} *(- *[0-9]{1,9} *)?";
        Map<String, Object> text =
                map("type", "string", "pattern", "^" + part + "(," + part + ")*$");
        Map<String, Object> number = map("type", "integer", "minimum", 1, "maximum", 65_535);
        return map(
                "description",
                "The watched ports: \"2000-2099,2200\", or a list.",
                "anyOf",
                List.of(
                        text,
                        number,
                        map(
                                "type",
                                "array",
                                "items",
                                map("anyOf", List.of(text, number)),
                                "minItems",
                                1)));
    }

    private static Map<String, Object> number(String key, int missing, String description) {
        Range range = NUMBERS.get(key);
        return map(
                "type",
                "integer",
                "minimum",
                range.min(),
                "maximum",
                range.max(),
                "default",
                missing,
                "description",
                description);
    }

    private static Map<String, Object> byPort(String description, Map<String, Object> values) {
        return map(
                "type",
                "object",
                "additionalProperties",
                false,
                "patternProperties",
                map(PORT_KEY, values),
                "description",
                description);
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        return map("type", "object", "additionalProperties", false, "properties", properties);
    }

    private static Map<String, Object> map(Object... keysAndValues) {
        Map<String, Object> map = new TreeMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
