package org.tunnelfun.reaper.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AwakeClockTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void timeSpentAsPlannedCounts() {
        AwakeClock clock = new AwakeClock(0);
        clock.advance(SECOND / 4, SECOND / 4);
        clock.advance(SECOND / 2, SECOND / 4);
        assertEquals(SECOND / 2, clock.now());
    }

    @Test
    void beingWokenEarlyCountsWhatPassed() {
        AwakeClock clock = new AwakeClock(0);
        clock.advance(SECOND / 10, SECOND);
        assertEquals(SECOND / 10, clock.now());
    }

    @Test
    void aMinuteInWhichTheProcessDidNotRunDoesNotCount() {
        AwakeClock clock = new AwakeClock(0);
        clock.advance(60 * SECOND, SECOND / 4);
        assertEquals(SECOND / 4 + AwakeClock.GRAIN, clock.now());
    }

    @Test
    void workThatShouldTakeNoTimeCountsUpToTheGrain() {
        AwakeClock clock = new AwakeClock(0);
        clock.advance(5 * SECOND, 0);
        assertEquals(AwakeClock.GRAIN, clock.now());
    }
}
