package org.tunnelfun.desktop.ui;

import java.util.function.Supplier;

/** Turns what was typed into values, with the config's own words where it is none. */
final class Numbers {

    private Numbers() {}

    /**
     * A port in digits; the range is checked by the record that takes it.
     *
     * @throws IllegalArgumentException when these are no digits
     */
    static int port(String typed) {
        String digits = typed.strip();
        if (!digits.matches("[0-9]{1,9}")) {
            String shown = digits.length() > 40 ? digits.substring(0, 40) + "…" : digits;
            throw new IllegalArgumentException("\"" + shown + "\" is not a port (1-65535)");
        }
        return Integer.parseInt(digits);
    }

    /** What {@code value} complains about, or empty. */
    static String problem(Supplier<?> value) {
        try {
            value.get();
            return "";
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
    }
}
