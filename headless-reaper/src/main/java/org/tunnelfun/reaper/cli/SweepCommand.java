package org.tunnelfun.reaper.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.report.ReportJson;
import org.tunnelfun.reaper.report.ReportText;
import org.tunnelfun.reaper.sweep.Report;
import org.tunnelfun.reaper.sweep.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One pass. */
@Command(
        name = "sweep",
        description = "Probe all watched ports once, end what is stale, report, and exit.")
final class SweepCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Watch watch;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException, ConfigException {
        Optional<ReaperConfig> config = watch.config(null);
        if (config.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "no port is named; write --ports 2000-2099,2200");
        }
        try (Wiring wiring = Wiring.of(Time.system())) {
            Report report = wiring.sweep().run(config.get(), Optional.empty());
            List<String> notes = new ArrayList<>(wiring.notes(report.ports().size()));
            notes.addAll(report.notes());
            print(new Report(report.ports(), notes, report.at(), report.took()));
            return report.failed() ? Exit.FAILED : Exit.OK;
        }
    }

    private void print(Report report) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ReportJson.write(report, out);
            out.println();
            report.notes().forEach(spec.commandLine().getErr()::println);
        } else {
            out.print(ReportText.of(report));
        }
        out.flush();
    }
}
