package org.tunnelfun.reaper.config;

/**
 * The numbers that a setting may have; the same for the file and the command line.
 *
 * @param min smallest
 * @param max largest
 * @param unit what is counted
 */
public record Range(int min, int max, String unit) {
    /** A day at most: a longer wait is a reaper that is switched off. */
    public static final Range INTERVAL = new Range(1, 86_400, "seconds");

    /** Five minutes at most: a device that needs longer for its banner serves nobody. */
    public static final Range TIMEOUT = new Range(1, 300, "seconds");

    /** Each strike costs a timeout and a second. */
    public static final Range STRIKES = new Range(1, 10, "probes in a row");

    /** From TERM to KILL. */
    public static final Range KILL_GRACE = new Range(0, 60, "seconds");

    /** {@code 0 is out of range (1-300 seconds)}, or empty. */
    public String wrong(long value) {
        if (value >= min && value <= max) {
            return "";
        }
        return value + " is out of range (" + min + "-" + max + " " + unit + ")";
    }
}
