import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes a program's manual page and its shell completion from its own command line, so that they
 * never say anything else: {@code java -cp JARS Docs.java CLASS DATE PAGE-FILE COMPLETION-FILE}.
 */
public final class Docs {

    /** Both programs' exit codes. */
    private static final List<String> EXITS =
            List.of(
                    "0", "fine",
                    "1", "something failed",
                    "64", "wrong usage",
                    "69", "no display, or a service is unavailable",
                    "75", "already running",
                    "77", "refused: authentication or host key",
                    "78", "the config is wrong");

    private final PrintWriter out;

    private Docs(PrintWriter out) {
        this.out = out;
    }

    public static void main(String[] args) throws Exception {
        var constructor = Class.forName(args[0]).getDeclaredConstructor();
        constructor.setAccessible(true);
        CommandLine line = new CommandLine(constructor.newInstance());
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(Path.of(args[2])))) {
            new Docs(out).page(line.getCommandSpec(), args[1]);
        }
        String script = AutoComplete.bash(line.getCommandName(), line);
        // picocli stamps the time; the same commit gives the same file.
        Files.writeString(Path.of(args[3]), script.replaceAll("(?m)^# Date: .*\n", ""));
    }

    private void page(CommandSpec top, String date) throws IOException {
        String name = top.name();
        boolean reaper = name.endsWith("-reaper");
        out.println(".\\\" Generated from " + name + " --help.");
        out.println(".TH " + name.toUpperCase() + " " + (reaper ? 8 : 1) + " " + date
                + " Tunnelfun \"Tunnelfun\"");
        section("NAME");
        String[] words = top.usageMessage().header();
        String header = words.length > 0 ? words[0] : top.usageMessage().description()[0];
        out.println(text(name) + " \\- " + text(uncapital(header)));
        section("SYNOPSIS");
        out.println(".B " + text(name) + "\n[\\fICOMMAND\\fR] [\\fIOPTION\\fR]...");
        section("DESCRIPTION");
        for (String part : top.usageMessage().description()) {
            out.println(text(part));
        }
        section("COMMANDS");
        for (CommandLine command : top.subcommands().values().stream().distinct().toList()) {
            if (!command.getCommandSpec().usageMessage().hidden()
                    && !command.getCommandName().equals("generate-completion")) {
                command(top, command.getCommandSpec());
            }
        }
        section("EXIT STATUS");
        for (int i = 0; i < EXITS.size(); i += 2) {
            out.println(".TP\n.B " + EXITS.get(i) + "\n" + EXITS.get(i + 1));
        }
        section("FILES");
        if (reaper) {
            tagged("/etc/tunnelfun/reaper.json", "the config");
            tagged("/run/tunnelfun/reaper.sock", "what the commands talk over");
        } else {
            tagged("~/.config/tunnelfun/tunnels.json", "the config");
            tagged("~/.local/state/tunnelfun/", "what the program itself writes down");
        }
        section("SEE ALSO");
        out.println(".BR ssh (1),\n.BR sshd (8),\n"
                + (reaper ? ".BR tunnelfun (1)" : ".BR tunnelfun\\-reaper (8)"));
    }

    private void command(CommandSpec top, CommandSpec command) {
        String parameters =
                command.positionalParameters().stream()
                        .filter(p -> !p.hidden())
                        .map(p -> p.arity().min() == 0 ? "[" + p.paramLabel() + "]" : p.paramLabel())
                        .collect(Collectors.joining(" "));
        out.println(".SS " + text(top.name() + " " + command.name() + " " + parameters).strip());
        for (String part :
                Stream.of(command.usageMessage().header(), command.usageMessage().description())
                        .filter(parts -> !Arrays.equals(parts, top.usageMessage().description()))
                        .flatMap(Arrays::stream)
                        .toList()) {
            out.println(text(part));
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            argument(parameter.paramLabel(), parameter);
        }
        for (OptionSpec option : command.options()) {
            String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            argument(String.join(", ", option.names()) + label, option);
        }
    }

    private void argument(String words, ArgSpec spec) {
        boolean everywhere = words.contains("--help") || words.contains("--version");
        if (!spec.hidden() && !everywhere) {
            tagged(words, String.join("\n", spec.description()));
        }
    }

    private void tagged(String tag, String body) {
        out.println(".TP\n.B " + text(tag) + "\n" + text(body));
    }

    private void section(String title) {
        out.println(".SH " + title);
    }

    private static String uncapital(String sentence) {
        String bare = sentence.replaceAll("\\.$", "");
        return bare.substring(0, 1).toLowerCase() + bare.substring(1);
    }

    /** Plain words for roff(7): markup and format codes of picocli resolved, its own escaped. */
    private static String text(String text) {
        String plain = Ansi.OFF.string(text.replace("%n", "\n").replace("%%", "%"));
        return plain.strip()
                .replace("\\", "\\e")
                .replace("-", "\\-")
                .replaceAll("(?m)^([.'])", "\\\\&$1")
                .replaceAll("\n\\s*", "\n.br\n")
                .replace("\"", "\\(dq");
    }
}
