package org.tunnelfun.desktop.app;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the terminal can show. */
public final class Terminal {

    private Terminal() {}

    /** Whether a person sits at both ends: input and output are a terminal. */
    public static boolean interactive() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // From Java 22 on there is a console without a terminal, too, and a method that says
            // so.
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** Whether colours are welcome (no-color.org). */
    public static boolean colours() {
        String no = System.getenv("NO_COLOR");
        return (no == null || no.isEmpty())
                && !"dumb".equals(System.getenv("TERM"))
                && interactive();
    }

    /**
     * The text with signs that this terminal can show: a plain C locale gets {@code -} for {@code
     * –}.
     */
    public static String fit(String text) {
        return charset().newEncoder().canEncode('–')
                ? text
                : text.replace('–', '-').replace("…", "...").replace("→", "->");
    }

    /** Whether our output goes to another program: one that takes no more, as head, has enough. */
    public static boolean readerLeft() {
        try {
            String out = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return out.startsWith("pipe:") || out.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            // No such folder on this system: then the failure is told.
            return false;
        }
    }

    /** JSON that means the same in signs that can be written here: a job of cron has a C locale. */
    public static String json(String text) {
        if (charset().newEncoder().canEncode(text)) {
            return text;
        }
        StringBuilder ascii = new StringBuilder();
        for (char c : text.toCharArray()) {
            ascii.append(c < 0x7f ? String.valueOf(c) : String.format("\\u%04x", (int) c));
        }
        return ascii.toString();
    }

    private static Charset charset() {
        for (String property :
                new String[] {"stdout.encoding", "sun.stdout.encoding", "native.encoding"}) {
            String name = System.getProperty(property);
            try {
                if (name != null) {
                    return Charset.forName(name);
                }
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                return Charset.defaultCharset();
            }
        }
        return Charset.defaultCharset();
    }
}
