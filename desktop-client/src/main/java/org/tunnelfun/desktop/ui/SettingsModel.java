package org.tunnelfun.desktop.ui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.Setting;
import org.tunnelfun.desktop.config.Settings;
import org.tunnelfun.desktop.config.Staleness;

/**
 * What was typed for {@code retry} and {@code staleness}, of the file or of one tunnel. A value
 * equal to the inherited one is not kept: the file holds only what somebody wanted otherwise.
 */
final class SettingsModel {

    private final Map<String, Object> inherited = new LinkedHashMap<>();
    private final Map<String, String> typed = new LinkedHashMap<>();

    /**
     * @param base the values that apply without any of these: none for the file, the file's for a
     *     tunnel
     * @param retry the values now
     * @param staleness the values now
     */
    SettingsModel(
            Map<String, Object> base, Map<String, Object> retry, Map<String, Object> staleness) {
        for (Setting s : all()) {
            inherited.put(s.key(), base.getOrDefault(s.key(), s.defaultValue()));
        }
        retry.forEach((key, value) -> typed.put(key, "" + value));
        staleness.forEach((key, value) -> typed.put(key, "" + value));
    }

    private static List<Setting> all() {
        return java.util.stream.Stream.concat(Settings.RETRY.stream(), Settings.STALENESS.stream())
                .toList();
    }

    /** What the field shows. */
    String text(Setting s) {
        return typed.getOrDefault(s.key(), "" + inherited.get(s.key()));
    }

    /** What applies when nothing is typed. */
    String inheritedText(Setting s) {
        return "" + inherited.get(s.key());
    }

    void type(Setting s, String text) {
        if (text.equals(inheritedText(s))) {
            typed.remove(s.key());
        } else {
            typed.put(s.key(), text);
        }
    }

    void reset(Setting s) {
        typed.remove(s.key());
    }

    boolean isChanged(Setting s) {
        return typed.containsKey(s.key());
    }

    /** What is wrong with the field, or empty. */
    Optional<String> problem(Setting s) {
        try {
            s.parse(text(s));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    /** What is wrong with any field or with all together. */
    Optional<String> problem() {
        for (Setting s : all()) {
            Optional<String> problem = problem(s);
            if (problem.isPresent()) {
                return Optional.of(s.label() + ": " + problem.get());
            }
        }
        return Settings.clash(complete(Settings.RETRY));
    }

    /** The values that differ from the inherited ones. */
    Map<String, Object> retry() {
        return own(Settings.RETRY);
    }

    /** The values that differ from the inherited ones. */
    Map<String, Object> staleness() {
        return own(Settings.STALENESS);
    }

    private Map<String, Object> own(List<Setting> settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        settings.stream()
                .filter(this::isChanged)
                .forEach(s -> values.put(s.key(), s.parse(text(s))));
        return values;
    }

    private Map<String, Object> complete(List<Setting> settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        settings.forEach(s -> values.put(s.key(), s.parse(text(s))));
        return values;
    }

    /** The sentence under {@code retry}; empty while something is wrong. */
    String retrySentence() {
        if (problem().isPresent()) {
            return "";
        }
        Retry retry = Settings.retry(complete(Settings.RETRY));
        return Derived.tried(retry);
    }

    /** The sentence under {@code staleness}; empty while something is wrong. */
    String stalenessSentence() {
        if (problem().isPresent()) {
            return "";
        }
        Staleness staleness = Settings.staleness(complete(Settings.STALENESS));
        return Derived.noticed(staleness);
    }
}
