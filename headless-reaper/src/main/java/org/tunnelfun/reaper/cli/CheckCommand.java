package org.tunnelfun.reaper.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.ConfigFile;
import org.tunnelfun.reaper.config.ReaperConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Validates a config. */
@Command(name = "check", description = "Validate a configuration file.")
final class CheckCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "The file; /etc/tunnelfun/reaper.json by default.")
    private Path file = ConfigFile.DEFAULT;

    @Option(
            names = "--schema",
            description = "Print the JSON Schema of such a file instead, for editors.")
    private boolean schema;

    @Override
    public Integer call() throws ConfigException {
        if (schema) {
            spec.commandLine().getOut().print(ConfigFile.schema());
            spec.commandLine().getOut().flush();
            return Exit.OK;
        }
        ReaperConfig config = ConfigFile.load(file);
        int count = config.ports().size();
        spec.commandLine()
                .getOut()
                .println(
                        file + ": fine, " + count + (count == 1 ? " port" : " ports") + " watched");
        return Exit.OK;
    }
}
