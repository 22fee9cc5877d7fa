package org.tunnelfun.reaper.judge;

/**
 * Text from devices, titles and files, made safe for a terminal, a log and a page: printable ASCII
 * and letters stay, everything else becomes {@code \xNN} or {@code \}{@code uNNNN}, and it is cut.
 */
public final class Escape {
    private static final int QUOTED_MAX = 80;

    private Escape() {}

    /** At most {@code max} characters of the escaped text, with an ellipsis if it was cut. */
    public static String text(String raw, int max) {
        StringBuilder out = new StringBuilder(Math.min(raw.length(), max) + 1);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            // Nearly all text is of this kind, and there are ten thousand banners in a sweep.
            if (c >= ' ' && c < 0x7f && c != '\\' && out.length() < max) {
                out.append(c);
                continue;
            }
            String next = one(c);
            if (out.length() + next.length() > max) {
                return out.append('…').toString();
            }
            out.append(next);
        }
        return out.toString();
    }

    /** The same in double quotes, for a value in a message. */
    public static String quoted(String raw) {
        return '"' + text(raw, QUOTED_MAX) + '"';
    }

    /** Bytes as if each was a character (ISO 8859-1), so that nothing is lost. */
    public static String bytes(byte[] raw, int length, int max) {
        return text(new String(raw, 0, length, java.nio.charset.StandardCharsets.ISO_8859_1), max);
    }

    private static String one(char c) {
        if (c == '\\') {
            return "\\\\";
        }
        if (c >= ' ' && c < 0x7f) {
            return String.valueOf(c);
        }
        // Above Latin-1, letters are shown; marks that reorder or hide text are not letters.
        if (c > 0xff && Character.isLetter(c)) {
            return String.valueOf(c);
        }
        return c <= 0xff ? String.format("\\x%02x", (int) c) : String.format("\\u%04x", (int) c);
    }
}
