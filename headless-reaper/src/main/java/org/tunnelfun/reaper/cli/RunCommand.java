package org.tunnelfun.reaper.cli;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tunnelfun.reaper.api.ControlClient;
import org.tunnelfun.reaper.config.ConfigException;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.sweep.Time;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Sweeps until stopped. */
@Command(name = "run", description = "Sweep until stopped.")
final class RunCommand implements Callable<Integer> {
    private static final Duration ANSWER = Duration.ofSeconds(5);

    @Spec private CommandSpec spec;
    @Mixin private Watch watch;

    @Option(
            names = "--interval",
            paramLabel = "S",
            converter = Watch.IntervalConverter.class,
            description = "Seconds from the start of one sweep to the next (default: 20).")
    private Integer interval;

    @Option(
            names = "--socket",
            paramLabel = "PATH",
            description = "Control socket (default: /run/tunnelfun/reaper.sock).")
    private Path socket;

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            description = "Folder of events.jsonl (default: /var/lib/tunnelfun).")
    private Path state;

    @Override
    public Integer call() throws IOException, InterruptedException, ConfigException {
        Places places = Places.real();
        LiveConfig config = new LiveConfig(() -> watch.config(interval));
        Path socketPath = socket == null ? places.socket() : socket;
        Optional<Ports> other = other(socketPath);
        if (other.isPresent() && other.get().overlaps(config.get().ports())) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "another reaper watches "
                                    + other.get()
                                    + " already ("
                                    + socketPath
                                    + ")");
            return Exit.ALREADY_RUNNING;
        }
        try (Wiring wiring = Wiring.of(Time.system());
                Daemon daemon =
                        new Daemon(
                                config,
                                wiring,
                                state == null ? places.state() : state,
                                places.token(watch.file()),
                                Time.system())) {
            daemon.open(socketPath, other.isEmpty());
            daemon.run();
        }
        return Exit.OK;
    }

    /** The ports that a reaper already running there watches. */
    private static Optional<Ports> other(Path socketPath) throws InterruptedException {
        try {
            JsonObject answer = new ControlClient(socketPath).ask("ports", ANSWER);
            return Optional.of(Ports.parse(answer.get("ports").getAsString()));
        } catch (IOException e) {
            // Nobody listens: the usual case.
            return Optional.empty();
        }
    }
}
