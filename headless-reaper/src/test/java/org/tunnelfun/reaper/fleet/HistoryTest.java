package org.tunnelfun.reaper.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.fleet.History.Change;

class HistoryTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private static Instant after(long minutes) {
        return NOON.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void onlyChangesAreKept() {
        History first = History.NONE.then(NOON, "alive");
        assertSame(first, first.then(after(1), "alive"));
        assertEquals(
                List.of(new Change(NOON, "alive"), new Change(after(2), "silent")),
                first.then(after(2), "silent").then(after(3), "silent").changes());
    }

    @Test
    void afterADayWhatHeldAtItsBeginningIsStillKnown() {
        History history =
                History.NONE
                        .then(NOON, "alive")
                        .then(after(10), "silent")
                        .then(after(20), "alive")
                        .then(after(24 * 60 + 15), "alive");
        assertEquals(
                List.of(new Change(after(10), "silent"), new Change(after(20), "alive")),
                history.changes());
        History later = history.then(after(48 * 60), "alive");
        assertEquals(List.of(new Change(after(20), "alive")), later.changes());
    }

    @Test
    void aPortThatFlapsTakesNoMoreMemoryThanAllowed() {
        History history = History.NONE;
        for (int i = 0; i < 10_000; i++) {
            history = history.then(NOON.plusSeconds(i), i % 2 == 0 ? "alive" : "absent");
        }
        assertEquals(History.MOST, history.changes().size());
        assertEquals(NOON.plusSeconds(9_999), history.changes().get(History.MOST - 1).at());
    }

    @Test
    void aClockThatIsSetBackLosesNothing() {
        History history = History.NONE.then(NOON, "alive").then(after(-600), "silent");
        assertEquals(2, history.changes().size());
    }
}
