package org.tunnelfun.reaper.proc;

import java.util.Optional;

/**
 * What is used of {@code /proc/PID/stat} (proc(5)).
 *
 * @param pid process
 * @param state one letter: R, S, D, T (stopped), t (traced), Z (zombie), …
 * @param parent its parent's pid
 * @param tty controlling terminal, 0 for none
 * @param start clock ticks from boot to its start; with the pid, its identity
 */
public record Stat(int pid, char state, int parent, int tty, long start) {
    private static final int AFTER_NAME = 3;

    /** Parses from the last {@code ')'}: a program may be called {@code ") R 1 ("}. */
    static Optional<Stat> parse(String text) {
        int open = text.indexOf(" (");
        int close = text.lastIndexOf(')');
        if (open < 1 || close < open) {
            return Optional.empty();
        }
        String[] rest = text.substring(close + 1).trim().split(" ");
        try {
            return Optional.of(
                    new Stat(
                            Integer.parseInt(text.substring(0, open)),
                            rest[0].charAt(0),
                            Integer.parseInt(rest[4 - AFTER_NAME]),
                            Integer.parseInt(rest[7 - AFTER_NAME]),
                            Long.parseLong(rest[22 - AFTER_NAME])));
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Whether a signal other than KILL has to wait (SIGSTOP, a debugger). */
    public boolean stopped() {
        return state == 'T' || state == 't';
    }
}
