package org.tunnelfun.desktop.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}. */
@Command(
        name = "demo",
        header = "Breaks a tunnel before your eyes, and mends it; a minute.",
        description =
                "Starts an sshd of this machine as you, on a free port of the loopback, with keys"
                        + " for this minute only. Leaves nothing behind.")
final class DemoCommand implements Callable<Integer> {

    @Option(
            names = "--reaper",
            paramLabel = "JAR",
            description = "The reaper, for the second act; without it that act is left out.")
    private Path reaper;

    @Override
    public Integer call() {
        return new Demo().play(Optional.ofNullable(reaper));
    }
}
