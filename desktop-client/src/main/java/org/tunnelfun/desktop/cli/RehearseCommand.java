package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.app.Rehearsal;
import picocli.CommandLine.Command;

/** {@code tunnelfun rehearse}: what {@code install} starts to make the archive of classes. */
@Command(
        name = "rehearse",
        hidden = true,
        header = "Loads what run loads, and ends.",
        description = {
            "An attempt against a socket of its own that leads nowhere. With",
            "-XX:ArchiveClassesAtExit=FILE, Java keeps what was loaded for faster starts."
        })
final class RehearseCommand implements Callable<Integer> {

    @Override
    public Integer call() throws IOException {
        return Rehearsal.perform(Tunnelfun::execute) ? ExitCode.FINE : ExitCode.FAILED;
    }
}
