package org.tunnelfun.desktop.config;

/**
 * A word in a command that people are shown, to be pasted into a shell: tunnel names and paths may
 * hold blanks and worse.
 */
public final class ShellWord {

    private static final String PLAIN = "[A-Za-z0-9_./:=@,+-]+";
    private static final String PLAIN_ON_WINDOWS = "[A-Za-z0-9_./:=@,+\\\\-]+";

    private ShellWord() {}

    /** As it is where no shell makes anything of it, else quoted. */
    public static String of(Object word) {
        return of(word.toString(), System.getProperty("os.name").startsWith("Windows"));
    }

    static String of(String word, boolean windows) {
        if (word.matches(windows ? PLAIN_ON_WINDOWS : PLAIN)) {
            return word;
        }
        return windows
                ? '"' + word.replace("\"", "\\\"") + '"'
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
