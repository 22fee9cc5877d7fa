package org.tunnelfun.reaper.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.tunnelfun.reaper.api.ControlClient;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Asks the running reaper, and says it when there is none. */
final class Ask {
    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Control socket (default: /run/tunnelfun/reaper.sock).")
    private Path socket;

    /** The answer, or empty after the reason was printed. */
    Optional<JsonObject> ask(String line, Duration within) throws InterruptedException {
        Path path = socket == null ? Places.real().socketToAsk() : socket;
        try {
            return Optional.of(new ControlClient(path).ask(line, within));
        } catch (IOException e) {
            spec.commandLine()
                    .getErr()
                    .println("no reaper answers at " + path + ": " + e.getMessage());
            spec.commandLine().getErr().println(next(path));
            return Optional.empty();
        }
    }

    private static String next(Path path) {
        // The socket stands in a folder that others may not even look into.
        if (Files.notExists(path)) {
            return "Start it: sudo systemctl start tunnelfun-reaper\n"
                    + "or: sudo tunnelfun-reaper run --ports 2000-2099\n"
                    + "or name the socket of another one: --socket PATH";
        }
        return Files.isWritable(path)
                ? "Its log says more: journalctl -u tunnelfun-reaper -n 20"
                : "Only root and the group of its service may ask: sudo tunnelfun-reaper …";
    }
}
