package org.tunnelfun.desktop.ssh;

import java.nio.charset.StandardCharsets;

/** Makes text from the network safe to print: bounded, and without control characters. */
final class Untrusted {

    private Untrusted() {}

    /**
     * @param text from a server, a device or a file
     * @param limit the most characters that are kept
     * @return printable characters as they are, everything else as {@code \\xHH} or {@code \\uHHHH}
     */
    static String text(String text, int limit) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (i == limit) {
                return safe.append('…').toString();
            }
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7F || c > 0xA0 && isPlain(c)) {
                safe.append(c);
            } else {
                safe.append(
                        c < 0x100 ? "\\x%02x".formatted((int) c) : "\\u%04x".formatted((int) c));
            }
        }
        return safe.toString();
    }

    /** The same for bytes, read as UTF-8, without the line end. */
    static String text(byte[] bytes, int length, int limit) {
        return text(new String(bytes, 0, length, StandardCharsets.UTF_8).strip(), limit);
    }

    /** Format characters turn the reading direction; lone surrogates are no characters at all. */
    private static boolean isPlain(char c) {
        int type = Character.getType(c);
        return type != Character.FORMAT
                && type != Character.SURROGATE
                && type != Character.PRIVATE_USE
                && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR;
    }
}
