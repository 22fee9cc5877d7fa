package org.tunnelfun.reaper.cli;

import java.io.PrintWriter;
import org.tunnelfun.reaper.config.ConfigException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program's command line. */
@Command(
        name = "tunnelfun-reaper",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = ReaperCommand.Version.class,
        usageHelpAutoWidth = false,
        usageHelpWidth = 80,
        description = "Ends the sshd sessions behind forwarded ports that stay silent.",
        subcommands = {
            SweepCommand.class,
            RunCommand.class,
            StatusCommand.class,
            WhyCommand.class,
            RecheckCommand.class,
            CheckCommand.class,
            SshConfigCommand.class,
            DoctorCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class ReaperCommand implements Runnable {
    @Spec private CommandSpec spec;

    /** Parses, runs, and tells the exit code. */
    public static int execute(String... args) {
        return commandLine().execute(args);
    }

    /** Ready to execute; tests set its writers. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new ReaperCommand());
        line.setParameterExceptionHandler(ReaperCommand::usage);
        line.setExecutionExceptionHandler(ReaperCommand::failed);
        return line;
    }

    private static int usage(ParameterException e, String[] args) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println(e.getMessage());
        err.println("Try: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return Exit.USAGE;
    }

    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        if (e instanceof ConfigException) {
            line.getErr().println(e.getMessage());
            return Exit.CONFIG;
        }
        if (e instanceof InterruptedException) {
            return Exit.OK;
        }
        line.getErr().println(e.getClass().getSimpleName() + ": " + e.getMessage());
        return Exit.FAILED;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** The jar's version. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = ReaperCommand.class.getPackage().getImplementationVersion();
            return new String[] {"tunnelfun-reaper " + (version == null ? "unpacked" : version)};
        }
    }
}
