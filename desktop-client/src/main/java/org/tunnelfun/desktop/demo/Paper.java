package org.tunnelfun.desktop.demo;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prints the demo in 80 columns, with colours where a terminal wants them. */
final class Paper {

    private static final int WIDTH = 78;
    private static final String INDENT = "     ";
    private static final int QUOTED = WIDTH - INDENT.length() - 2;

    private final PrintStream out;
    private final boolean colours;
    private final boolean unicode;

    Paper(PrintStream out, boolean colours, boolean unicode) {
        this.out = out;
        this.colours = colours;
        this.unicode = unicode;
    }

    /** For standard output: colours only on a terminal and without NO_COLOR. */
    static Paper standardOutput() {
        boolean terminal =
                System.console() != null
                        && System.getenv("NO_COLOR") == null
                        && !"dumb".equals(System.getenv("TERM"));
        // The terminal's own encoding; Java 17 prints in the default one.
        Charset charset = Charset.forName(System.getProperty("native.encoding", "US-ASCII"));
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, charset);
        return new Paper(out, terminal, charset.newEncoder().canEncode('█'));
    }

    void title(String left, String right) {
        String line =
                left + " ".repeat(Math.max(1, WIDTH - left.length() - right.length())) + right;
        out.println();
        out.println("  " + bold(line));
        out.println("  " + dim((unicode ? "─" : "-").repeat(WIDTH)));
    }

    void heading(String text) {
        out.println();
        out.println("  " + bold(text));
    }

    /** A paragraph, wrapped. */
    void say(String text) {
        out.println();
        wrap(text, WIDTH - INDENT.length()).forEach(line -> out.println(INDENT + line));
    }

    /** One line without an empty one before it. */
    void line(String text) {
        out.println(INDENT + text);
    }

    /** A command as the user would type it. */
    void command(String line) {
        out.println();
        out.println(INDENT + dim("$ ") + bold(line));
    }

    /** Something that happened, at its measured time. */
    void event(double seconds, Mood mood, String text) {
        List<String> lines = wrap(text, WIDTH - 16);
        out.println(INDENT + Clock.text(seconds) + "  " + mood.mark(this) + " " + lines.get(0));
        lines.stream().skip(1).forEach(line -> out.println(" ".repeat(16) + line));
    }

    /** What another program printed. */
    void quote(String text) {
        text.lines()
                .limit(20)
                .flatMap(Paper::quotable)
                .forEach(line -> out.println(INDENT + "  " + dim(cut(line))));
    }

    /** What was made for the whole width goes on below, under its own beginning. */
    private static Stream<String> quotable(String line) {
        if (line.length() <= QUOTED) {
            return Stream.of(line);
        }
        String before = " ".repeat(Math.min(10, line.length() - line.stripLeading().length()));
        return wrap(line, QUOTED - before.length()).stream().map(part -> before + part);
    }

    /** One mark for each visit of the port: did it answer? */
    void strip(List<Boolean> answered, String legend) {
        StringBuilder strip = new StringBuilder();
        for (boolean good : answered) {
            strip.append(good ? green(unicode ? "█" : "#") : red(unicode ? "░" : "."));
        }
        out.println();
        out.println(INDENT + strip);
        out.println(INDENT + dim(legend));
    }

    void blank() {
        out.println();
    }

    String bold(String text) {
        return paint("1", text);
    }

    String green(String text) {
        return paint("32", text);
    }

    String yellow(String text) {
        return paint("33", text);
    }

    String red(String text) {
        return paint("31", text);
    }

    private String dim(String text) {
        return paint("2", text);
    }

    private String paint(String code, String text) {
        return colours ? "\033[" + code + "m" + text + "\033[0m" : text;
    }

    private static String cut(String line) {
        String safe = line.replaceAll("\\p{Cntrl}", " ").stripTrailing();
        return safe.length() <= QUOTED ? safe : safe.substring(0, QUOTED - 1) + "~";
    }

    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.replaceAll("\\p{Cntrl}", " ").strip().split(" +")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /** How an event looks. */
    enum Mood {
        GOOD,
        BUSY,
        BAD;

        private String mark(Paper paper) {
            return switch (this) {
                case GOOD -> paper.green(paper.unicode ? "●" : "+");
                case BUSY -> paper.yellow(paper.unicode ? "◐" : "o");
                case BAD -> paper.red(paper.unicode ? "○" : "-");
            };
        }
    }
}
