package org.tunnelfun.reaper.fleet;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.sweep.PortReport;
import org.tunnelfun.reaper.sweep.PortReport.Action;

/**
 * A port since the reaper started.
 *
 * @param port the watched port
 * @param name of the device, or empty
 * @param current the last report; empty while nobody listens
 * @param since when it came to this verdict, or when it was left
 * @param lastAlive when a banner was last heard
 * @param reaped how often a session of it was ended, in all
 * @param reapedToday the same since midnight UTC
 * @param day which day that is
 * @param decisions reports that changed something, newest first
 */
public record PortState(
        int port,
        String name,
        Optional<PortReport> current,
        Instant since,
        Optional<Instant> lastAlive,
        long reaped,
        int reapedToday,
        LocalDate day,
        List<PortReport> decisions,
        History history) {

    /** A screenful for {@code why}. */
    private static final int DECISIONS = 5;

    static final String ABSENT = "absent";

    /** In a history only: the reaper did not run. */
    static final String UNWATCHED = "unwatched";

    /** The verdict's word, or {@code absent}: nobody listens there. */
    public String verdict() {
        return current.map(PortReport::verdict).map(Verdict::word).orElse(ABSENT);
    }

    /** Before anything is known of it. */
    public static PortState unknown(int port, String name, Instant at) {
        return new PortState(
                port,
                name,
                Optional.empty(),
                at,
                Optional.empty(),
                0,
                0,
                LocalDate.EPOCH,
                List.of(),
                History.NONE);
    }

    /** The same with what is known from before the reaper started. */
    PortState remembering(History past, int reapedBefore) {
        Instant absent = past.since(ABSENT).orElse(since);
        return new PortState(
                port,
                name,
                current,
                absent,
                past.lastAlive(),
                reaped,
                reapedBefore,
                day(since),
                decisions,
                past);
    }

    /** The day that this moment belongs to, everywhere the same. */
    static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /** Whether this report is news after this state. */
    boolean changedBy(PortReport next) {
        boolean acted = next.action() == Action.REAPED || next.action() == Action.FAILED;
        boolean other =
                current.map(c -> c.verdict() != next.verdict() || c.action() != next.action())
                        .orElse(true);
        return acted || other;
    }

    /** The state after a report. */
    PortState after(PortReport next, Instant at) {
        boolean reap = next.action() == Action.REAPED;
        LocalDate today = day(at);
        boolean same = current.map(c -> c.verdict() == next.verdict()).orElse(false);
        Instant begun = current.isPresent() ? at : history.since(next.verdict().word()).orElse(at);
        List<PortReport> kept = new ArrayList<>(decisions);
        if (changedBy(next)) {
            kept.add(0, next);
        } else if (!kept.isEmpty()) {
            // The same decision again: its newest evidence is worth more.
            kept.set(0, next);
        }
        return new PortState(
                port,
                next.name(),
                reap ? Optional.empty() : Optional.of(next),
                reap ? at : same ? since : begun,
                next.verdict() == Verdict.ALIVE ? Optional.of(next.at()) : lastAlive,
                reaped + (reap ? 1 : 0),
                (today.equals(day) ? reapedToday : 0) + (reap ? 1 : 0),
                today,
                List.copyOf(kept.subList(0, Math.min(DECISIONS, kept.size()))),
                told(next, at));
    }

    private History told(PortReport next, Instant at) {
        if (next.action() != Action.REAPED) {
            return history.then(at, next.verdict().word());
        }
        // What was silent is gone at the end of the same sweep.
        return history.then(next.at(), next.verdict().word()).then(at, ABSENT);
    }

    /** The state when nobody listens any more. */
    PortState left(Instant at) {
        return new PortState(
                port,
                name,
                Optional.empty(),
                current.isEmpty() ? since : at,
                lastAlive,
                reaped,
                reapedToday,
                day,
                decisions,
                history.then(at, ABSENT));
    }
}
