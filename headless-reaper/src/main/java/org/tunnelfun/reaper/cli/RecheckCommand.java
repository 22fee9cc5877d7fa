package org.tunnelfun.reaper.cli;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.report.Columns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Probes a port now. */
@Command(name = "recheck", description = "Have the running reaper probe a port now.")
final class RecheckCommand implements Callable<Integer> {
    /** A sweep of many silent ports may have to end first. */
    private static final Duration WITHIN = Duration.ofMinutes(5);

    @Spec private CommandSpec spec;
    @Mixin private Ask ask;

    @Parameters(paramLabel = "PORT", converter = OnePort.class, description = "A watched port.")
    private Integer port;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Optional<JsonObject> asked = ask.ask("recheck " + port, WITHIN);
        if (asked.isEmpty()) {
            return Exit.UNAVAILABLE;
        }
        JsonObject answer = asked.get();
        if (answer.has("error")) {
            spec.commandLine().getErr().println(answer.get("error").getAsString());
            return Exit.FAILED;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            String action = answer.get("action").getAsString();
            String line =
                    "port "
                            + port
                            + " "
                            + answer.get("verdict").getAsString()
                            + (action.equals("none") ? "" : ", " + action)
                            + ": "
                            + answer.get("reason").getAsString();
            Columns.wrap(line, Columns.WIDTH).forEach(out::println);
        }
        out.flush();
        return answer.get("action").getAsString().equals("failed") ? Exit.FAILED : Exit.OK;
    }
}
