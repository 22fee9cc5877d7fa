package org.tunnelfun.desktop.config;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Locale;

/** Single JSON values to Java ones; what does not fit is a sentence that shows it. */
final class Values {

    /** More digits than this are no whole number that anybody means. */
    private static final String WHOLE = "-?[0-9]{1,15}";

    private Values() {}

    static String text(JsonElement e) {
        Check.require(
                e instanceof JsonPrimitive p && p.isString(), show(e) + " is not a text in quotes");
        return e.getAsString();
    }

    static boolean flag(JsonElement e) {
        Check.require(
                e instanceof JsonPrimitive p && p.isBoolean(), show(e) + " is not true or false");
        return e.getAsBoolean();
    }

    static long whole(JsonElement e) {
        Check.require(
                e instanceof JsonPrimitive p && p.isNumber() && e.getAsString().matches(WHOLE),
                show(e) + " is not a whole number");
        return Long.parseLong(e.getAsString());
    }

    /** A port in digits; a text or fraction is refused with the range that is allowed. */
    static int port(JsonElement e) {
        return Check.port(numberFor(e, "a port (1-65535)"));
    }

    static int remotePort(JsonElement e) {
        return Check.remotePort(numberFor(e, "a port (1-65535, or 0: the server chooses)"));
    }

    private static long numberFor(JsonElement e, String wanted) {
        Check.require(
                e instanceof JsonPrimitive p && p.isNumber() && e.getAsString().matches(WHOLE),
                show(e) + " is not " + wanted);
        return Long.parseLong(e.getAsString());
    }

    /** One of an enum's constants by its name in the file. */
    static <E extends Enum<E>> E word(Class<E> type, JsonElement e) {
        List<String> words =
                java.util.Arrays.stream(type.getEnumConstants()).map(Settings::jsonName).toList();
        String word = e instanceof JsonPrimitive p && p.isString() ? e.getAsString() : "";
        Check.require(
                words.contains(word),
                show(e) + " is not allowed here (" + String.join(", ", words) + ")");
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** What {@link Setting#check} takes: {@code Long}, {@code Double}, {@code String} or other. */
    static Object plain(JsonElement e) {
        if (e instanceof JsonPrimitive p && p.isNumber()) {
            String digits = p.getAsString();
            return digits.matches(WHOLE) ? (Object) Long.valueOf(digits) : p.getAsDouble();
        }
        return e instanceof JsonPrimitive p && p.isString() ? p.getAsString() : new Shown(show(e));
    }

    /** A value of no use but to be shown in an error. */
    private record Shown(String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /** A value as an error shows it: bounded, and nothing that moves a terminal's cursor. */
    static String show(JsonElement e) {
        if (e.isJsonObject()) {
            return "{ … }";
        }
        if (e.isJsonArray()) {
            return "[ … ]";
        }
        String text = e.isJsonNull() ? "null" : e.getAsString();
        boolean quoted = e instanceof JsonPrimitive p && p.isString();
        return quoted ? Check.show(text) : text.length() > 40 ? text.substring(0, 40) + "…" : text;
    }
}
