package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Instant START = Samples.NOW;

    private final History history = new History();

    private static Instant at(int minutes) {
        return START.plus(Duration.ofMinutes(minutes));
    }

    @Test
    @DisplayName("only proven time counts as proven, and time off counts for nothing")
    void share() {
        history.add(Samples.up("nas", 2001), at(0));
        history.add(Samples.targetDown("nas", 2001), at(30));
        history.add(Samples.off("nas", 2001), at(40));
        assertEquals(Optional.of(0.75), history.provenShare(at(0), at(60)));
        assertEquals(Optional.of(0.5), history.provenShare(at(20), at(60)));
        assertEquals(Optional.empty(), history.provenShare(at(50), at(60)));
    }

    @Test
    @DisplayName("a short outage does not vanish between two good hours")
    void worstOfColumn() {
        history.add(Samples.up("nas", 2001), at(0));
        history.add(Samples.waiting("nas", 2001), at(61));
        history.add(Samples.up("nas", 2001), at(62));
        assertEquals(
                List.of(History.Level.PROVEN, History.Level.DOWN, History.Level.PROVEN),
                Bars.levels(history.spans(), at(0), at(180), 3));
    }

    @Test
    @DisplayName("before the program started nothing is known")
    void unknown() {
        history.add(Samples.up("nas", 2001), at(90));
        assertEquals(
                java.util.Arrays.asList(null, History.Level.PROVEN),
                Bars.levels(history.spans(), at(0), at(180), 2));
    }

    @Test
    @DisplayName("a flapping tunnel does not fill the memory, and what is older than a day goes")
    void bounded() {
        for (int i = 0; i < 5_000; i++) {
            history.add(i % 2 == 0 ? Samples.up("nas", 2001) : Samples.waiting("nas", 2001), at(i));
        }
        assertTrue(history.spans().size() <= History.MOST);
        assertTrue(history.events().size() <= History.MOST);
        assertTrue(!history.spans().get(0).end(at(5_000)).isBefore(at(5_000 - 24 * 60)));
    }

    @Test
    @DisplayName("the same news twice is one line of what happened")
    void events() {
        history.add(Samples.up("nas", 2001), at(0));
        history.add(Samples.up("nas", 2001), at(1));
        history.add(Samples.waiting("nas", 2001), at(2));
        assertEquals(
                List.of("Connecting: connection refused", "Up"),
                history.events().stream().map(History.Event::sentence).toList());
    }
}
