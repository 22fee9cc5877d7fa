package org.tunnelfun.reaper.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.sweep.Reaper;
import org.tunnelfun.reaper.sweep.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sweeps until stopped. */
@Command(name = "run", description = "Sweep until stopped.")
final class RunCommand implements Callable<Integer> {
    @Mixin private Watch watch;

    @Option(
            names = "--interval",
            paramLabel = "S",
            converter = Watch.IntervalConverter.class,
            description = "Seconds from the start of one sweep to the next (default: 20).")
    private Integer interval;

    @Override
    public Integer call() throws IOException, InterruptedException, ConfigException {
        Optional<ReaperConfig> config = watch.config(interval);
        if (config.isEmpty()) {
            throw new ConfigException(
                    "nothing to watch: no --ports, no --config, no /etc/tunnelfun/reaper.json");
        }
        try (Wiring wiring = Wiring.of(config.get(), Time.system())) {
            Reaper reaper = new Reaper(wiring.sweep(), config::get, Time.system(), r -> {});
            reaper.run();
        }
        return Exit.OK;
    }
}
