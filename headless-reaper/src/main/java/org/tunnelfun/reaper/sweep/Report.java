package org.tunnelfun.reaper.sweep;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.sweep.PortReport.Action;

/**
 * One sweep.
 *
 * @param ports one entry for each watched port and holder, by port
 * @param notes what held the sweep back: limits, missing rights, the brake
 * @param at when it began
 * @param took how long it took
 */
public record Report(List<PortReport> ports, List<String> notes, Instant at, Duration took) {
    /** Copies what could change. */
    public Report {
        ports = List.copyOf(ports);
        notes = List.copyOf(notes);
    }

    /** Ports whose session was ended. */
    public long reaped() {
        return ports.stream().filter(p -> p.action() == Action.REAPED).count();
    }

    /** Ports that do not live and were left alone. */
    public long spared() {
        return ports.stream()
                .filter(p -> p.verdict() != Verdict.UNKNOWN)
                .filter(p -> p.action() == Action.SPARED || p.action() == Action.FORBIDDEN)
                .count();
    }

    /** Ports of which nothing is known because of a local error. */
    public long unknown() {
        return ports.stream().filter(p -> p.verdict() == Verdict.UNKNOWN).count();
    }

    /** Whether something stale could not be ended. */
    public boolean failed() {
        return ports.stream()
                .anyMatch(p -> p.action() == Action.FAILED || p.action() == Action.FORBIDDEN);
    }
}
