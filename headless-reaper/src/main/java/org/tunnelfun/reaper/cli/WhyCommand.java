package org.tunnelfun.reaper.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.report.WhyText;
import org.tunnelfun.reaper.sweep.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The last decisions about a port, with all evidence. */
@Command(name = "why", description = "Show the last decisions about a port with all evidence.")
final class WhyCommand implements Callable<Integer> {
    private static final Duration WITHIN = Duration.ofSeconds(10);

    @Spec private CommandSpec spec;
    @Mixin private Ask ask;

    @Parameters(paramLabel = "PORT", converter = OnePort.class, description = "A watched port.")
    private Integer port;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Optional<JsonObject> answer = ask.ask("why " + port, WITHIN);
        if (answer.isEmpty()) {
            return Exit.UNAVAILABLE;
        }
        if (answer.get().has("error")) {
            spec.commandLine().getErr().println(answer.get().get("error").getAsString());
            return Exit.FAILED;
        }
        PrintWriter out = spec.commandLine().getOut();
        Instant now = Time.system().now();
        out.print(json ? answer.get() + System.lineSeparator() : WhyText.of(answer.get(), now));
        out.flush();
        return Exit.OK;
    }
}
