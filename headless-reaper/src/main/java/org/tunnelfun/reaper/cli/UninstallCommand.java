package org.tunnelfun.reaper.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.service.Install;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes the service away. */
@Command(
        name = "uninstall",
        description = "Remove the service with its account, config, token and events.")
final class UninstallCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--root",
            paramLabel = "DIR",
            description = "Only remove the files below this folder.")
    private Path root;

    @Override
    public Integer call() throws IOException {
        boolean staged = root != null;
        if (!staged && !Places.real().root()) {
            spec.commandLine()
                    .getErr()
                    .println("uninstall needs root: sudo tunnelfun-reaper uninstall");
            return Exit.FAILED;
        }
        PrintWriter out = spec.commandLine().getOut();
        boolean commandsToo = !staged && Install.hasSystemd();
        boolean fine =
                new Install(InstallCommand.files(root), !commandsToo, out::println).uninstall();
        out.flush();
        return fine ? Exit.OK : Exit.FAILED;
    }
}
