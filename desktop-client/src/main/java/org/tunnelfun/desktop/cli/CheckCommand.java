package org.tunnelfun.desktop.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.app.AppPaths;
import org.tunnelfun.desktop.app.Terminal;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}. */
@Command(name = "check", header = "Validates a config; changes nothing.")
final class CheckCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "By default the system's config.")
    private Path file;

    @Option(names = "--config", paramLabel = "FILE", description = "The same as FILE.")
    private Path config;

    @Option(
            names = "--schema",
            description = "Print the JSON Schema of such a file instead, for editors.")
    private boolean schema;

    @Override
    public Integer call() throws ConfigException {
        if (schema) {
            spec.commandLine().getOut().print(Terminal.json(ConfigFile.schema()));
            spec.commandLine().getOut().flush();
            return ExitCode.FINE;
        }
        if (file != null && config != null) {
            throw new ParameterException(
                    spec.commandLine(), "Which one? Either FILE or --config FILE, not both.");
        }
        Path path = file != null ? file : config != null ? config : AppPaths.system().config();
        ClientConfig read = new ConfigFile(path).read();
        spec.commandLine()
                .getOut()
                .printf(
                        "%s is fine: %s, %s%n",
                        path,
                        count(read.tunnels().size(), "tunnel"),
                        count(read.servers().size(), "server"));
        return ExitCode.FINE;
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
