package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.tunnelfun.desktop.ssh.Gathering.BULK;
import static org.tunnelfun.desktop.ssh.Gathering.LONGEST_NANOS;
import static org.tunnelfun.desktop.ssh.Gathering.PAUSE;
import static org.tunnelfun.desktop.ssh.Gathering.SHORTEST_NANOS;
import static org.tunnelfun.desktop.ssh.Gathering.WORTH;

import org.junit.jupiter.api.Test;

class GatheringTest {

    private final Gathering gathering = new Gathering();

    @Test
    void aKeystrokeIsPassedOnAtOnce() {
        assertEquals(0, gathering.nanos(64));
        assertEquals(0, gathering.nanos(BULK - 1));
    }

    @Test
    void aBulkTransferIsLetGatherLongerUntilNapsPay() {
        assertEquals(SHORTEST_NANOS, gathering.nanos(BULK));
        gathering.napped(WORTH - 1);
        assertEquals(2 * SHORTEST_NANOS, gathering.nanos(BULK));
        gathering.napped(2 * WORTH - 1);
        assertEquals(2 * SHORTEST_NANOS, gathering.nanos(BULK));
        gathering.napped(2 * WORTH);
        assertEquals(SHORTEST_NANOS, gathering.nanos(BULK));
    }

    @Test
    void aVisitorThatWaitsForAnswersIsLetAloneForAWhile() {
        for (long nap = SHORTEST_NANOS; nap <= LONGEST_NANOS; nap *= 2) {
            assertEquals(nap, gathering.nanos(BULK));
            gathering.napped(0);
        }
        for (int i = 0; i < PAUSE; i++) {
            assertEquals(0, gathering.nanos(BULK));
        }
        assertEquals(SHORTEST_NANOS, gathering.nanos(BULK));
    }
}
