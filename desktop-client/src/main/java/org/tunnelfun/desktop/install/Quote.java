package org.tunnelfun.desktop.install;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes words so that each system's reader gets back exactly these words. Tunnel names and paths
 * are the user's: they may hold blanks, quotes, percent and dollar signs, but no control
 * characters.
 */
final class Quote {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=@,+-]+");

    private Quote() {}

    /**
     * A command line for ExecStart=: systemd.service(5), "Command lines", and systemd.syntax(7).
     */
    static String systemd(List<String> words) {
        String program = words.get(0);
        if (program.chars().anyMatch(c -> "\"'\\".indexOf(c) >= 0)) {
            throw new IllegalArgumentException(
                    program + ": systemd starts no program with quotes or backslashes in its path");
        }
        // No variables are replaced in the program's own path, so a dollar stays single there.
        return Stream.concat(
                        Stream.of(systemdWord(program)),
                        words.stream().skip(1).map(w -> systemdWord(w).replace("$", "$$")))
                .collect(Collectors.joining(" "));
    }

    private static String systemdWord(String word) {
        if (PLAIN.matcher(printable(word)).matches()) {
            return word;
        }
        String text = word.replace("\\", "\\\\").replace("\"", "\\\"");
        // % begins a specifier; doubled it stands for itself. So does $ in an argument.
        return '"' + text.replace("%", "%%") + '"';
    }

    /** Free text of a unit, for Description=. */
    static String systemdText(String text) {
        return printable(text).replace("\\", "\\\\").replace("%", "%%");
    }

    /** The Exec key of a desktop entry: Desktop Entry Specification, "The Exec key". */
    static String desktopEntry(List<String> words) {
        return words.stream().map(Quote::desktopWord).collect(Collectors.joining(" "));
    }

    private static String desktopWord(String word) {
        String percent = printable(word).replace("%", "%%");
        if (PLAIN.matcher(word).matches() && !word.contains("=")) {
            return percent;
        }
        // First the rule for quoted arguments, then the one for strings, which doubles backslashes.
        String quoted = percent.replaceAll("([\\\\\"`$])", "\\\\$1");
        return '"' + quoted.replace("\\", "\\\\") + '"';
    }

    /** A POSIX shell's words, also for what a user is to paste. */
    static String shell(List<String> words) {
        return words.stream()
                .map(word -> shellWord(printable(word)))
                .collect(Collectors.joining(" "));
    }

    private static String shellWord(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** A Windows command line, read back by the rules of CommandLineToArgvW. */
    static String windows(List<String> words) {
        return words.stream()
                .map(word -> windowsWord(printable(word)))
                .collect(Collectors.joining(" "));
    }

    private static String windowsWord(String word) {
        if (!word.isEmpty() && word.chars().noneMatch(c -> c == ' ' || c == '"')) {
            return word;
        }
        StringBuilder out = new StringBuilder("\"");
        int backslashes = 0;
        for (char c : word.toCharArray()) {
            // Backslashes are special only before a quote, where each is doubled.
            if (c == '"') {
                out.append("\\".repeat(backslashes + 1));
            }
            backslashes = c == '\\' ? backslashes + 1 : 0;
            out.append(c);
        }
        return out.append("\\".repeat(backslashes)).append('"').toString();
    }

    /** Text of an XML element. */
    static String xml(String text) {
        return printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /**
     * @throws IllegalArgumentException for control characters: a line break would begin a new
     *     setting
     */
    private static String printable(String text) {
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            String shown = text.replaceAll("\\p{Cntrl}", "?");
            throw new IllegalArgumentException(
                    "\"" + shown + "\" holds a control character and cannot be installed");
        }
        return text;
    }
}
