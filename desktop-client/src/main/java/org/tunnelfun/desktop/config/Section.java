package org.tunnelfun.desktop.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * One JSON object of a config: hands out its values, each checked, and notes every problem with its
 * path instead of stopping at the first.
 */
final class Section {

    private static final String PLAIN_KEY = "[A-Za-z_][A-Za-z0-9_-]*";

    private final String path;
    private final JsonObject object;
    private final List<String> problems;

    private Section(String path, JsonObject object, List<String> problems) {
        this.path = path;
        this.object = object;
        this.problems = problems;
    }

    /** The object at a path; anything else is a problem and reads as an empty object. */
    static Section of(String path, JsonElement element, List<String> problems) {
        if (element instanceof JsonObject object) {
            return new Section(path, object, problems);
        }
        problems.add(prefix(path) + Values.show(element) + " is not an object { … }");
        return new Section(path, new JsonObject(), problems);
    }

    /** Notes every key that is not one of these, with the nearest one. */
    Section known(List<String> keys) {
        for (String key : object.keySet()) {
            if (!keys.contains(key)) {
                String instead =
                        Nearest.of(key, keys)
                                .map(k -> "did you mean " + k + "?")
                                .orElse("known here: " + String.join(", ", keys));
                problems.add(prefix(path(key)) + "unknown key; " + instead);
            }
        }
        return this;
    }

    /** A value that may be absent. */
    <T> Optional<T> maybe(String key, Function<JsonElement, T> reader) {
        JsonElement element = object.get(key);
        if (element == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.apply(element));
        } catch (IllegalArgumentException e) {
            problem(key, e.getMessage());
            return Optional.empty();
        }
    }

    /** A value that must be there; null, with a problem noted, where it is not. */
    <T> T must(String key, Function<JsonElement, T> reader) {
        if (!object.has(key)) {
            problem(key, "is missing");
        }
        return maybe(key, reader).orElse(null);
    }

    /** Each element of a list, read by a function of its path; absent reads as empty. */
    <T> List<T> list(String key, BiFunction<String, JsonElement, Optional<T>> reader) {
        JsonElement list = object.get(key);
        if (list == null) {
            return List.of();
        }
        List<T> all = new ArrayList<>();
        if (!list.isJsonArray()) {
            problem(key, Values.show(list) + " is not a list [ … ]");
        } else {
            for (int i = 0; i < list.getAsJsonArray().size(); i++) {
                reader.apply(path(key) + "[" + i + "]", list.getAsJsonArray().get(i))
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    /** A list of single values. */
    <T> List<T> values(String key, Function<JsonElement, T> reader) {
        return list(
                key,
                (at, element) -> {
                    try {
                        return Optional.of(reader.apply(element));
                    } catch (IllegalArgumentException e) {
                        problems.add(prefix(at) + e.getMessage());
                        return Optional.empty();
                    }
                });
    }

    /** The values of settings that are there. */
    Map<String, Object> settings(List<Setting> settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        known(settings.stream().map(Setting::key).toList());
        for (Setting s : settings) {
            maybe(s.key(), e -> s.check(Values.plain(e))).ifPresent(v -> values.put(s.key(), v));
        }
        return values;
    }

    /** The object under a key; an empty one where it is absent. */
    Section section(String key) {
        return of(path(key), object.has(key) ? object.get(key) : new JsonObject(), problems);
    }

    /** Its keys, in the file's order. */
    List<String> keys() {
        return List.copyOf(object.keySet());
    }

    void problem(String key, String text) {
        problems.add(prefix(path(key)) + text);
    }

    private String path(String key) {
        if (key.isEmpty()) {
            return path;
        }
        if (!key.matches(PLAIN_KEY)) {
            return path + "[" + Check.show(key) + "]";
        }
        return path.isEmpty() ? key : path + "." + key;
    }

    private static String prefix(String path) {
        return path.isEmpty() ? "" : path + ": ";
    }
}
