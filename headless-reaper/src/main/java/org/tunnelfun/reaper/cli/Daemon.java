package org.tunnelfun.reaper.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.reaper.api.ControlSocket;
import org.tunnelfun.reaper.api.Desk;
import org.tunnelfun.reaper.api.Token;
import org.tunnelfun.reaper.fleet.EventJson;
import org.tunnelfun.reaper.fleet.EventLog;
import org.tunnelfun.reaper.fleet.Fleet;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.sweep.PortReport;
import org.tunnelfun.reaper.sweep.Reaper;
import org.tunnelfun.reaper.sweep.Report;
import org.tunnelfun.reaper.sweep.Time;

/** The parts of a running reaper around its sweeps: memory, events, doors, signals. */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final long EVENTS_BYTES = 1 << 20;
    private static final int EVENTS_OLD = 5;

    private final LiveConfig config;
    private final Fleet fleet;
    private final EventLog events;
    private final Reaper reaper;
    private final Desk desk;
    private final Token token;
    private final Wiring wiring;
    private final WebDoor web;
    private final List<String> standing;
    private final Time time;
    private Optional<ControlSocket> socket = Optional.empty();
    private List<String> told = List.of();
    private volatile long lastSweep;

    Daemon(LiveConfig config, Wiring wiring, Path state, Path tokenFile, Time time) {
        this.config = config;
        this.wiring = wiring;
        this.time = time;
        this.lastSweep = time.nanos();
        this.events = new EventLog(state.resolve("events.jsonl"), EVENTS_BYTES, EVENTS_OLD);
        Instant now = time.now();
        this.fleet = new Fleet(now, events.past(config.get().ports(), now), config.get());
        this.reaper = new Reaper(wiring.sweep(), config, time, this::done);
        this.standing = wiring.notes(config.get().ports().size());
        standing.forEach(LOG::warn);
        this.desk = new Desk(fleet, events, reaper, config, this::notes, time);
        this.token = new Token(tokenFile);
        this.web = new WebDoor(config, desk, token, time);
    }

    private List<String> notes() {
        return Stream.concat(standing.stream(), Stream.of(web.problem()))
                .filter(note -> !note.isEmpty())
                .toList();
    }

    /** Opens the doors that can be opened; sweeping matters more than being asked. */
    void open(Path socketPath, boolean socketFree) {
        // First: whoever sees the socket may tell it to stop or to reload.
        SystemSignals.on("TERM", reaper::stop);
        SystemSignals.on("INT", reaper::stop);
        SystemSignals.on("HUP", this::reload);
        if (socketFree) {
            try {
                socket = Optional.of(new ControlSocket(socketPath, desk));
            } catch (IOException e) {
                LOG.warn("no control socket at {}: {}", socketPath, e.toString());
            }
        }
        try {
            token.createIfMissing();
        } catch (IOException e) {
            LOG.warn("no token, so the fleet is not shown over HTTP: {}", e.toString());
        }
        web.open();
    }

    /** Sweeps until a signal says stop. */
    void run() throws InterruptedException {
        LOG.info(
                "watching {} every {} s{}",
                config.get().ports(),
                config.get().interval(),
                config.get().dryRun() ? ", dry run: no session is ended" : "");
        Supplier<Duration> interval = () -> Duration.ofSeconds(config.get().interval());
        try (Watchdog dog = new Watchdog(() -> lastSweep, time::nanos, interval)) {
            LOG.debug("watched by {}", dog);
            reaper.run();
        }
    }

    private synchronized void reload() {
        config.reload();
        web.open();
        reaper.wake();
    }

    private void done(Report report, boolean full) {
        lastSweep = time.nanos();
        boolean first = fleet.snapshot().sweeps() == 0;
        List<Fleet.Event> changes = fleet.accept(report, full, config.get());
        for (Fleet.Event change : changes) {
            boolean loud =
                    switch (change.report().action()) {
                        case FAILED, FORBIDDEN -> true;
                        default -> false;
                    };
            String line = EventJson.logLine(change);
            if (loud) {
                LOG.warn(line);
            } else {
                LOG.info(line);
            }
        }
        if (!told.equals(report.notes())) {
            report.notes().forEach(LOG::warn);
            told = report.notes();
        }
        if (first && full) {
            long alive = report.ports().stream().filter(p -> p.verdict() == Verdict.ALIVE).count();
            LOG.info(
                    "first sweep: {} ports held, {} alive, {} ms",
                    report.ports().size(),
                    alive,
                    report.took().toMillis());
        }
        if (full) {
            // First: what it says of all ports, the events of the same sweep correct.
            events.swept(
                    report.at(),
                    report.ports().stream()
                            .filter(p -> p.verdict() == Verdict.ALIVE)
                            .mapToInt(PortReport::port));
        }
        events.add(changes);
        if (full) {
            web.open();
        }
    }

    @Override
    public void close() throws IOException {
        web.close();
        if (socket.isPresent()) {
            socket.get().close();
        }
        wiring.close();
    }
}
