package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.app.Terminal;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.config.PrivateFile;
import org.tunnelfun.desktop.imports.ImportFile;
import org.tunnelfun.desktop.imports.Imported;
import org.tunnelfun.desktop.imports.OriginalYaml;
import org.tunnelfun.desktop.imports.SshConfigImport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code import}. */
@Command(
        name = "import",
        header = "Reads ~/.ssh/config or the original tunnelfun.yaml into a config.",
        description = {
            "",
            "Prints the config, or saves it with -o; says on standard error what it took and"
                    + " what it left. The YAML's server part becomes reaper.json beside the"
                    + " config (without -o, beside FILE).%n"
        })
final class ImportCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The file to read.")
    private Path file;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "The config to write; one that is there is never written over.")
    private Path output;

    @Override
    public Integer call() throws ConfigException {
        Imported imported = read();
        PrintWriter err = spec.commandLine().getErr();
        imported.took().forEach(t -> err.println(Terminal.fit("took  " + t)));
        imported.left().forEach(l -> err.println(Terminal.fit("left  " + l)));
        if (imported.config().entries().isEmpty()) {
            throw new CommandException(
                    ExitCode.FAILED,
                    file
                            + ": no tunnel is in it: neither a RemoteForward of ssh's nor a client"
                            + " of the original tunnelfun.yaml");
        }
        save(imported, err);
        return ExitCode.FINE;
    }

    private Imported read() throws ConfigException {
        try {
            String text = ImportFile.text(file);
            if (text.stripLeading().startsWith("{")) {
                throw new IllegalArgumentException(
                        "is JSON, as Tunnelfun's own configs are: there is nothing to import");
            }
            return OriginalYaml.looksLike(text)
                    ? OriginalYaml.read(text)
                    : SshConfigImport.read(file);
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read: " + PrivateFile.plain(e), e);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(file + ": " + e.getMessage(), e);
        }
    }

    private void save(Imported imported, PrintWriter err) throws ConfigException {
        try {
            if (output == null) {
                spec.commandLine().getOut().print(ConfigFile.text(imported.config()));
                spec.commandLine().getOut().flush();
            } else {
                new ConfigFile(fresh(output)).save(imported.config());
                err.println("saved " + output);
            }
            if (imported.reaper().isPresent()) {
                Path beside = (output == null ? file : output).toAbsolutePath();
                Path reaper = fresh(beside.resolveSibling("reaper.json"));
                PrivateFile.replace(
                        reaper, imported.reaper().get().getBytes(StandardCharsets.UTF_8));
                err.println("saved " + reaper + " for the server");
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "cannot be saved: " + PrivateFile.plain(e), e);
        }
    }

    private static Path fresh(Path path) {
        if (Files.exists(path)) {
            throw new CommandException(
                    ExitCode.FAILED, path + " is there already and is not written over");
        }
        return path;
    }
}
