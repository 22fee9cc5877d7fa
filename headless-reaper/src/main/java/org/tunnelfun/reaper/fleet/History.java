package org.tunnelfun.reaper.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.reaper.judge.Verdict;

/**
 * A day of a port: when its verdict changed to what. After a restart it goes on from the events.
 *
 * @param changes oldest first; each holds until the next, the last until now
 */
public record History(List<Change> changes) {
    /** What a timeline shows. */
    static final Duration KEPT = Duration.ofHours(24);

    /** A port that changes more often is told from its newest changes only. */
    static final int MOST = 100;

    /** Nothing is known yet. */
    static final History NONE = new History(List.of());

    /**
     * A change.
     *
     * @param at when it was noticed
     * @param verdict the word for what was noticed; {@code absent}: nobody listens; {@code
     *     unwatched}: the reaper did not run
     */
    public record Change(Instant at, String verdict) {}

    /** Copies what could change. */
    public History {
        changes = List.copyOf(changes);
    }

    /** Goes on; the same verdict again changes nothing but what is too old. */
    History then(Instant at, String verdict) {
        boolean same = !changes.isEmpty() && last().verdict().equals(verdict);
        if (same && !expired(at)) {
            return this;
        }
        List<Change> kept = new ArrayList<>(changes);
        if (!same) {
            kept.add(new Change(at, verdict));
        }
        Instant horizon = at.minus(KEPT);
        // The last one before the horizon still tells what held at the horizon.
        while (kept.size() > MOST || kept.size() > 1 && !kept.get(1).at().isAfter(horizon)) {
            kept.remove(0);
        }
        return new History(kept);
    }

    /** When it came to this verdict, if that is what holds. */
    Optional<Instant> since(String verdict) {
        boolean holds = !changes.isEmpty() && last().verdict().equals(verdict);
        return holds ? Optional.of(last().at()) : Optional.empty();
    }

    /** Until about when it lived last; empty if it never did, or does now. */
    Optional<Instant> lastAlive() {
        for (int i = changes.size() - 2; i >= 0; i--) {
            if (changes.get(i).verdict().equals(Verdict.ALIVE.word())) {
                return Optional.of(changes.get(i + 1).at());
            }
        }
        return Optional.empty();
    }

    /** Whether this is not before what is known already. */
    boolean later(Instant at) {
        return changes.isEmpty() || !at.isBefore(last().at());
    }

    /** Takes back what was said at this very moment, if it was this. */
    History without(Instant at, String verdict) {
        boolean said = !changes.isEmpty() && last().equals(new Change(at, verdict));
        return said ? new History(changes.subList(0, changes.size() - 1)) : this;
    }

    private boolean expired(Instant at) {
        return changes.size() > 1 && !changes.get(1).at().isAfter(at.minus(KEPT));
    }

    private Change last() {
        return changes.get(changes.size() - 1);
    }
}
