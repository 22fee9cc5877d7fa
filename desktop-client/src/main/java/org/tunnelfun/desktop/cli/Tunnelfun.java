package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import org.tunnelfun.desktop.app.Terminal;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.PrivateFile;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The top of the command line, and the one list of commands. */
@Command(
        subcommands = {
            RunCommand.class,
            StatusCommand.class,
            ReconnectCommand.class,
            PauseCommand.class,
            ResumeCommand.class,
            CheckCommand.class,
            DemoCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            DoctorCommand.class,
            KeygenCommand.class,
            KeyringCommand.class,
            AuthorizeCommand.class,
            ImportCommand.class,
            RehearseCommand.class,
            HelpCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Tunnelfun extends TopCommand {

    static {
        // Else picocli looks for Groovy: in every jar, the screen's too, whose tables of contents
        // stay in memory.
        System.setProperty("picocli.disable.closures", "true");
        // And makes ready to read times, dates and databases, which no option of ours is.
        System.setProperty("picocli.converters.excludes", "java\\.(sql|time|math)\\..*");
    }

    /** The same top with nothing below it but {@code run} and its rehearsal. */
    @Command(subcommands = {RunCommand.class, RehearseCommand.class})
    private static final class RunOnly extends TopCommand {}

    /** Runs a command and returns its exit code. */
    public static int execute(String... args) {
        // The one that is waited for after a crash or a reboot: it reads no other command's
        // options, and its archive of classes, which is in memory as a whole, holds none of them.
        boolean run = args.length > 0 && List.of("run", "rehearse").contains(args[0]);
        CommandLine line = run ? configured(new CommandLine(new RunOnly())) : commandLine();
        int code = line.execute(args);
        // Whoever keeps what we print must not take half of it for all.
        if (System.out.checkError() && code == ExitCode.FINE && !Terminal.readerLeft()) {
            line.getErr().println("tunnelfun: the output could not be written");
            return ExitCode.FAILED;
        }
        return code;
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Tunnelfun());
        // Not as annotations: the commands would inherit them.
        line.getCommandSpec()
                .usageMessage()
                .description(
                        "Without a command it is the tray app; --hidden leaves its window closed.%n")
                .footer(
                        "",
                        "To begin: tunnelfun keygen NAME, then",
                        "  tunnelfun run -i KEY -R 2000:localhost:22 user@server");
        line.getSubcommands()
                .get("generate-completion")
                .getCommandSpec()
                .usageMessage()
                .hidden(true);
        return configured(line);
    }

    private static CommandLine configured(CommandLine line) {
        line.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        Terminal.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        line.setParameterExceptionHandler((e, arguments) -> misunderstood(e));
        line.setExecutionExceptionHandler(
                (e, command, parsed) -> {
                    PrintWriter err = command.getErr();
                    if (e instanceof CommandException known) {
                        err.println(Terminal.fit(known.getMessage()));
                        return known.exitCode();
                    }
                    if (e instanceof ConfigException config) {
                        err.println(Terminal.fit(config.getMessage()));
                        err.println("Nothing was started or changed. Correct this and try again.");
                        return ExitCode.CONFIG;
                    }
                    if (e instanceof IOException io) {
                        err.println(
                                Terminal.fit(
                                        command.getCommandSpec().qualifiedName()
                                                + ": "
                                                + failed(io)));
                        return ExitCode.FAILED;
                    }
                    throw e;
                });
        return line;
    }

    private static String failed(IOException e) {
        String file = e instanceof FileSystemException f ? f.getFile() : null;
        return (file == null ? "" : file + ": ") + PrivateFile.plain(e);
    }

    private static boolean likeSsh(CommandLine command, UnmatchedArgumentException e) {
        return command.getParent() == null && e.getUnmatched().contains("-R");
    }

    private static boolean oneTunnel(CommandLine command, UnmatchedArgumentException e) {
        return command.getCommandSpec().findOption("-C") != null
                && e.getUnmatched().stream().noneMatch(word -> word.startsWith("-"));
    }

    private static int misunderstood(ParameterException e) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(Terminal.fit(e.getMessage()));
        UnmatchedArgumentException.printSuggestions(e, err);
        if (e instanceof UnmatchedArgumentException other && likeSsh(command, other)) {
            err.println("A tunnel like ssh's is kept by: tunnelfun run -R ...");
        }
        if (e instanceof UnmatchedArgumentException other && oneTunnel(command, other)) {
            err.println("For one tunnel: -C NAME");
        }
        err.print("Usage: " + command.getHelp().synopsis("Usage: ".length()));
        err.println("More: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }
}
