package org.tunnelfun.desktop.doctor;

/**
 * What one step showed.
 *
 * @param step two words at most: {@code host key}
 * @param result how it went
 * @param text one plain sentence without a full stop; safe to print
 * @param mend the commands or settings that mend it, possibly of several lines; empty without any
 */
public record Finding(String step, Result result, String text, String mend) {

    /** How a step went. */
    public enum Result {
        OK,
        /** Works, with something to know. */
        NOTE,
        PROBLEM
    }

    static Finding ok(String step, String text) {
        return new Finding(step, Result.OK, text, "");
    }

    static Finding note(String step, String text, String mend) {
        return new Finding(step, Result.NOTE, text, mend);
    }

    static Finding problem(String step, String text, String mend) {
        return new Finding(step, Result.PROBLEM, text, mend);
    }
}
