package org.tunnelfun.desktop.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.control.ControlClient;
import org.tunnelfun.desktop.control.RefusedException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code reconnect}, {@code pause} and {@code resume} have in common. */
abstract class ControlAction implements Callable<Integer> {

    /** An instance that needs longer to answer hangs. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    @Spec private CommandSpec spec;
    @Mixin private InstanceOptions instance;

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "A tunnel; by default all.")
    private String name;

    @Override
    public Integer call() {
        RefusedException refused = null;
        IOException silent = null;
        boolean done = false;
        for (Path socket : instance.sockets()) {
            try {
                ControlClient.act(socket, spec.name(), name, PATIENCE);
                done = true;
            } catch (RefusedException e) {
                refused = e;
            } catch (IOException e) {
                silent = e;
            }
        }
        // The others were told; but whoever meant all of them, or this one, must know.
        if (silent != null && (!done || name == null)) {
            throw silent(silent);
        }
        // Of several instances the one that has the tunnel is meant.
        if (!done && refused != null) {
            throw new CommandException(ExitCode.FAILED, refused.getMessage(), refused);
        }
        return ExitCode.FINE;
    }

    static CommandException silent(IOException e) {
        return new CommandException(
                ExitCode.UNAVAILABLE,
                "the running tunnelfun does not answer: " + e.getMessage(),
                e);
    }
}
