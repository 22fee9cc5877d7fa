package org.tunnelfun.reaper.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.report.StatusText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The fleet at a glance. */
@Command(name = "status", description = "Ask the running reaper for all devices.")
final class StatusCommand implements Callable<Integer> {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    @Spec private CommandSpec spec;
    @Mixin private Ask ask;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Optional<JsonObject> fleet = ask.ask("status", WITHIN);
        if (fleet.isEmpty()) {
            return Exit.UNAVAILABLE;
        }
        PrintWriter out = spec.commandLine().getOut();
        Instant now = org.tunnelfun.reaper.sweep.Time.system().now();
        out.print(json ? fleet.get() + System.lineSeparator() : StatusText.of(fleet.get(), now));
        out.flush();
        return Exit.OK;
    }
}
