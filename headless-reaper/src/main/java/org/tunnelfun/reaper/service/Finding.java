package org.tunnelfun.reaper.service;

/**
 * What the doctor found out about one thing.
 *
 * @param level how bad it is
 * @param what it is about
 * @param text what is so, and what follows from it
 * @param mend the command that mends it, or empty
 */
public record Finding(Level level, String what, String text, String mend) {

    /** How bad. */
    public enum Level {
        /** As it should be. */
        OK("ok"),
        /** Works, but could be better. */
        ADVICE("advice"),
        /** Does not work as it is. */
        WRONG("WRONG");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** For the terminal. */
        public String word() {
            return word;
        }
    }

    static Finding ok(String what, String text) {
        return new Finding(Level.OK, what, text, "");
    }

    static Finding advice(String what, String text, String mend) {
        return new Finding(Level.ADVICE, what, text, mend);
    }

    static Finding wrong(String what, String text, String mend) {
        return new Finding(Level.WRONG, what, text, mend);
    }
}
