package org.tunnelfun.desktop.config;

import java.util.List;
import java.util.Locale;

/**
 * What there is to know of one key of {@code retry} or {@code staleness}; file, screen, README and
 * JSON Schema all take it from here.
 *
 * @param key its name in the file
 * @param label its name on a screen
 * @param kind what its value is
 * @param min least value of a number
 * @param max largest value of a number
 * @param defaultValue a {@code Long}, {@code Double} or {@code String}, by kind
 * @param choices the words of a {@link Kind#CHOICE}
 * @param help what it does, one sentence
 */
public record Setting(
        String key,
        String label,
        Kind kind,
        long min,
        long max,
        Object defaultValue,
        List<String> choices,
        String help) {

    /** What a value is. */
    public enum Kind {
        /** A whole number of seconds. */
        SECONDS("s"),
        /** A whole number of percent. */
        PERCENT("%"),
        /** A number with a fraction. */
        FACTOR("×"),
        /** One of several words. */
        CHOICE(""),
        /** One line of free text. */
        TEXT("");

        private final String unit;

        Kind(String unit) {
            this.unit = unit;
        }

        /** The unit after a value, or nothing. */
        public String unit() {
            return unit;
        }
    }

    static Setting seconds(
            String key, String label, long min, long max, long byDefault, String help) {
        return new Setting(key, label, Kind.SECONDS, min, max, byDefault, List.of(), help);
    }

    /** {@code 1-3600 s}, {@code always, when-unproven, off}, or nothing for free text. */
    public String range() {
        return switch (kind) {
            case CHOICE -> String.join(", ", choices);
            case TEXT -> "one line, or empty";
            default -> min + "-" + max + (kind == Kind.FACTOR ? "" : " " + kind.unit());
        };
    }

    /**
     * The value, if it is one: {@code Long} for whole numbers, {@code Double} for a factor, {@code
     * String} for the others.
     *
     * @throws IllegalArgumentException with a sentence that names the value and the range
     */
    public Object check(Object value) {
        boolean fits =
                switch (kind) {
                    case SECONDS, PERCENT -> value instanceof Long n && n >= min && n <= max;
                    case FACTOR -> value instanceof Number n && within(n.doubleValue());
                    case CHOICE -> value instanceof String s && choices.contains(s);
                    case TEXT -> value instanceof String s && Check.line(s).equals(s);
                };
        String shown = value instanceof String s ? Check.show(s) : "" + value;
        Check.require(fits, shown + " is not " + wanted());
        return kind == Kind.FACTOR ? (Object) ((Number) value).doubleValue() : value;
    }

    /**
     * The value of a text that was typed into a field.
     *
     * @throws IllegalArgumentException as {@link #check}
     */
    public Object parse(String typed) {
        String text = typed.strip();
        try {
            return switch (kind) {
                case SECONDS, PERCENT -> check(Long.valueOf(text));
                case FACTOR -> check(Double.valueOf(text));
                case CHOICE -> check(text.toLowerCase(Locale.ROOT));
                case TEXT -> check(typed);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(Check.show(text) + " is not " + wanted(), e);
        }
    }

    private boolean within(double value) {
        return value >= min && value <= max;
    }

    private String wanted() {
        return switch (kind) {
            case SECONDS -> "a whole number of seconds (" + min + "-" + max + ")";
            case PERCENT -> "a whole number of percent (" + min + "-" + max + ")";
            case FACTOR -> "a number (" + min + "-" + max + ")";
            case CHOICE -> "allowed here (" + String.join(", ", choices) + ")";
            case TEXT -> "a text";
        };
    }
}
