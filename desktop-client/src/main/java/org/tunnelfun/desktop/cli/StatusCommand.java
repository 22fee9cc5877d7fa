package org.tunnelfun.desktop.cli;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.app.Terminal;
import org.tunnelfun.desktop.control.ControlClient;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.TunnelStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code status}. */
@Command(name = "status", header = "Shows the tunnels of the running instance.")
final class StatusCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @Mixin private InstanceOptions instance;

    @Option(names = "--json", description = "One JSON document, for scripts.")
    private boolean json;

    @Override
    public Integer call() {
        List<TunnelStatus> statuses = new ArrayList<>();
        Optional<IOException> silent = Optional.empty();
        for (Path socket : instance.sockets()) {
            try {
                statuses.addAll(ControlClient.statuses(socket, ControlAction.PATIENCE));
            } catch (IOException e) {
                silent = Optional.of(e);
            }
        }
        if (silent.isEmpty() || !statuses.isEmpty()) {
            print(statuses);
        }
        if (silent.isPresent()) {
            throw ControlAction.silent(silent.get());
        }
        return ExitCode.FINE;
    }

    private void print(List<TunnelStatus> statuses) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    Terminal.json(
                            new GsonBuilder()
                                    .serializeNulls()
                                    .disableHtmlEscaping()
                                    .setPrettyPrinting()
                                    .create()
                                    .toJson(StatusDocument.of(statuses))));
        } else {
            String table = StatusTable.of(statuses, Time.system().wall(), Terminal.colours());
            out.println(Terminal.fit(table));
        }
    }
}
