package org.tunnelfun.reaper.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.reaper.api.Desk;
import org.tunnelfun.reaper.api.HttpApi;
import org.tunnelfun.reaper.api.Token;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.Sessions;
import org.tunnelfun.reaper.report.ReportJson;
import org.tunnelfun.reaper.sweep.Time;

/**
 * The HTTP side of a running reaper: open as the config wants it, and tried again as long as it
 * cannot be. Thread-safe.
 *
 * <p>Its port is none that only root may take. Whoever took it first is asked by all who mean us,
 * so that is said, with his name.
 */
final class WebDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebDoor.class);
    private static final Path PROC = Path.of("/proc");

    private final Supplier<ReaperConfig> config;
    private final Desk desk;
    private final Token token;
    private final Time time;
    private Optional<HttpApi> http = Optional.empty();
    private Optional<ReaperConfig.Listen> listening = Optional.empty();
    private volatile String problem = "";

    WebDoor(Supplier<ReaperConfig> config, Desk desk, Token token, Time time) {
        this.config = config;
        this.desk = desk;
        this.token = token;
        this.time = time;
    }

    /** Makes what is open what the config wants. */
    synchronized void open() {
        Optional<ReaperConfig.Listen> wanted = config.get().listen();
        if (wanted.equals(listening)) {
            return;
        }
        close();
        try {
            if (wanted.isPresent()) {
                http = Optional.of(new HttpApi(wanted.get(), desk, token, PROC, time));
                LOG.info("HTTP on {}", wanted.get());
            }
            listening = wanted;
            problem = "";
        } catch (IOException e) {
            tell("no HTTP on " + wanted.get() + ": " + e.getMessage() + by(wanted.get().port()));
        }
    }

    /** Once for each kind of trouble, not after every sweep of a month. */
    private void tell(String trouble) {
        if (!trouble.equals(problem)) {
            LOG.warn("{}; tried again after each sweep", trouble);
        }
        problem = trouble;
    }

    private static String by(int port) {
        return new Sessions(PROC, Path.of("/etc/passwd"))
                .observe(Ports.parse(String.valueOf(port)), true).holders().stream()
                        .findFirst()
                        .map(WebDoor::words)
                        .orElse("");
    }

    private static String words(Holder h) {
        String program = h.pid() > 0 ? ReportJson.word(h.program()) + " " + h.pid() : "a program";
        return " by "
                + program
                + " of "
                + ReportJson.word(h.owner())
                + ", which is asked in our place, also for the token";
    }

    /** Why it is not open although it should be, or empty. */
    String problem() {
        return problem;
    }

    @Override
    public synchronized void close() {
        http.ifPresent(HttpApi::close);
        http = Optional.empty();
        listening = Optional.empty();
    }
}
