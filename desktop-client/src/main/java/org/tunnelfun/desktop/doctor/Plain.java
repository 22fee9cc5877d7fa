package org.tunnelfun.desktop.doctor;

/** What others said, made safe to print. */
final class Plain {

    private static final int LONGEST = 100;

    private Plain() {}

    /** Bounded, one line, nothing that moves a terminal's cursor. */
    static String text(String hostile) {
        if (hostile == null) {
            return "no reason given";
        }
        String plain = hostile.strip().replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "…" : plain;
    }
}
