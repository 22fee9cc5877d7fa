package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.app.Rehearsal;
import org.tunnelfun.desktop.install.ClassArchive;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code tunnelfun rehearse}: what {@code install} starts to make the archive of classes. */
@Command(
        name = "rehearse",
        hidden = true,
        header = "Loads what run loads, and ends.",
        description = {
            "An attempt against a socket of its own that leads nowhere. With",
            "-XX:DumpLoadedClassList=FILE, Java writes down what was loaded."
        })
final class RehearseCommand implements Callable<Integer> {

    @Option(
            names = "--archive",
            paramLabel = "FILE",
            description = "Make this archive of classes, as install does, in a process of its own.")
    private Path archive;

    @Override
    public Integer call() throws IOException {
        if (archive != null) {
            return new ClassArchive(archive.toAbsolutePath()).make()
                    ? ExitCode.FINE
                    : ExitCode.FAILED;
        }
        return Rehearsal.perform(Tunnelfun::execute) ? ExitCode.FINE : ExitCode.FAILED;
    }
}
