package org.tunnelfun.reaper.api;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.reaper.fleet.Fleet;
import org.tunnelfun.reaper.fleet.PortState;
import org.tunnelfun.reaper.judge.Judge;
import org.tunnelfun.reaper.sweep.PortReport;
import org.tunnelfun.reaper.sweep.Reaper;
import org.tunnelfun.reaper.sweep.Report;
import org.tunnelfun.reaper.sweep.Time;

/** Probes one port now, for somebody who wants it back; not more often than its device likes. */
final class Rechecks {
    /** A client that asks in a loop must not become a load for anybody. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    private final Reaper reaper;
    private final Fleet fleet;
    private final Time time;
    private final Map<Integer, Long> begun = new HashMap<>();

    Rechecks(Reaper reaper, Fleet fleet, Time time) {
        this.reaper = reaper;
        this.fleet = fleet;
        this.time = time;
    }

    /** Takes the port's turn; how many whole seconds to wait if it is too early, or 0. */
    synchronized long tooEarly(int port) {
        long now = time.nanos();
        begun.values().removeIf(at -> now - at >= PAUSE.toNanos());
        Long at = begun.putIfAbsent(port, now);
        return at == null ? 0 : 1 + (PAUSE.toNanos() - (now - at)) / 1_000_000_000L;
    }

    /** Waits for a sweep under way, then for the port's own probes. Empty: nobody listens. */
    Optional<PortReport> run(int port) throws InterruptedException {
        long asked = fleet.snapshot().ports().containsKey(port) ? reaped(port) : 0;
        Report report = reaper.recheck(port);
        Optional<PortReport> outcome =
                report.ports().stream()
                        .filter(p -> p.port() == port)
                        .min(
                                java.util.Comparator.comparing(
                                        p -> Judge.isForeign(p.holder().kind())));
        // Freed by the sweep that we waited for: that is the outcome.
        boolean freed = outcome.isEmpty() && reaped(port) > asked;
        return freed ? newest(port) : outcome;
    }

    private long reaped(int port) {
        return Optional.ofNullable(fleet.snapshot().ports().get(port))
                .map(PortState::reaped)
                .orElse(0L);
    }

    private Optional<PortReport> newest(int port) {
        return Optional.ofNullable(fleet.snapshot().ports().get(port))
                .flatMap(s -> s.decisions().stream().findFirst());
    }
}
