package org.tunnelfun.reaper.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.fleet.EventLog;
import org.tunnelfun.reaper.fleet.Fleet;
import org.tunnelfun.reaper.fleet.PortState;
import org.tunnelfun.reaper.sweep.PortReport;
import org.tunnelfun.reaper.sweep.Reaper;
import org.tunnelfun.reaper.sweep.Time;

/** Where both roads, the socket and HTTP, ask. Knows nothing of either. */
public final class Desk {
    private final Fleet fleet;
    private final EventLog events;
    private final Supplier<ReaperConfig> config;
    private final Supplier<List<String>> notes;
    private final Rechecks rechecks;

    /** Answers from these. */
    public Desk(
            Fleet fleet,
            EventLog events,
            Reaper reaper,
            Supplier<ReaperConfig> config,
            Supplier<List<String>> notes,
            Time time) {
        this.fleet = fleet;
        this.events = events;
        this.config = config;
        this.notes = notes;
        this.rechecks = new Rechecks(reaper, fleet, time);
    }

    boolean watched(int port) {
        return config.get().ports().contains(port);
    }

    String fleet() {
        return Answers.fleet(fleet.snapshot(), config.get(), notes.get());
    }

    String metrics() {
        return Metrics.of(fleet.snapshot());
    }

    String events() {
        return "{\"events\":[" + String.join(",", events.newest()) + "]}";
    }

    /** The watched ports, as in the config. */
    String watchedPorts() {
        return config.get().ports().toString();
    }

    /** A watched port, even if nothing ever listened there. */
    String port(int port) {
        Fleet.Snapshot now = fleet.snapshot();
        PortState state =
                Optional.ofNullable(now.ports().get(port))
                        .orElseGet(() -> PortState.unknown(port, name(port), now.started()));
        return Answers.port(state, now.sweeps() > 0);
    }

    private String name(int port) {
        return config.get().names().getOrDefault(port, "");
    }

    /** Seconds to wait before this port may be rechecked; 0 takes the turn. */
    long tooEarly(int port) {
        return rechecks.tooEarly(port);
    }

    String recheck(int port) throws InterruptedException {
        Optional<PortReport> outcome = rechecks.run(port);
        return Answers.recheck(port, outcome);
    }
}
