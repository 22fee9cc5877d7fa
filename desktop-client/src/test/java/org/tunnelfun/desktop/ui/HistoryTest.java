package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;

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
    @DisplayName("where the clock is set back, nothing stands in the time to come")
    void clockSetBack() {
        history.add(Samples.up("nas", 2001), at(0));
        history.add(Samples.waiting("nas", 2001), at(70));
        history.add(Samples.up("nas", 2001), at(80));
        history.add(Samples.up("nas", 2001), at(40));
        assertEquals(Optional.of(1.0), history.provenShare(at(0), at(60)));
        history.add(Samples.waiting("nas", 2001), at(45));
        history.add(Samples.up("nas", 2001), at(50));
        history.add(Samples.waiting("nas", 2001), at(46));
        assertEquals(
                List.of(at(0), at(40), at(45), at(46)),
                history.spans().stream().map(History.Span::from).toList());
        assertEquals(
                List.of(), history.samples().stream().filter(s -> s.at().isAfter(at(46))).toList());
    }

    @Test
    @DisplayName("the same news twice is one line of what happened")
    void events() {
        history.add(Samples.up("nas", 2001), at(0));
        history.add(Samples.up("nas", 2001), at(1));
        history.add(Samples.waiting("nas", 2001), at(2));
        history.add(
                Samples.status(
                        "nas",
                        2001,
                        TunnelState.CONNECTING,
                        Proof.NONE,
                        "connecting to a@b:22",
                        Optional.empty()),
                at(3));
        assertEquals(
                List.of("Connecting to a@b:22", "Connecting: connection refused", "Up"),
                history.events().stream().map(History.Event::sentence).toList());
    }

    @Test
    @DisplayName("of the round trips, half are below the median and almost all below the 99th")
    void quantiles() {
        assertEquals(Optional.empty(), history.quantile(0.5));
        for (int i = 1; i <= 100; i++) {
            Duration rtt = Duration.ofMillis(i * 37 % 101);
            history.add(Samples.with(Samples.up("nas", 2001), rtt, at(0)), at(i));
        }
        assertEquals(Optional.of(Duration.ofMillis(51)), history.quantile(0.5));
        assertEquals(Optional.of(Duration.ofMillis(100)), history.quantile(0.99));
    }

    @Test
    @DisplayName("a place on the timeline is what was the case there, and nothing before the start")
    void place() {
        history.add(Samples.up("nas", 2001), at(60));
        history.add(Samples.waiting("nas", 2001), at(90));
        assertEquals(Optional.empty(), Bars.at(history.spans(), at(0), at(120), 0.4));
        assertEquals(
                List.of(History.Level.PROVEN, History.Level.PROVEN, History.Level.DOWN),
                List.of(0.5, 0.7, 0.75).stream()
                        .map(x -> Bars.at(history.spans(), at(0), at(120), x).get().level())
                        .toList());
    }

    @Test
    @DisplayName("proven is drawn at full height, unproven at half, down low, and off not at all")
    void bars() {
        List<History.Level> levels =
                List.of(
                        History.Level.PROVEN,
                        History.Level.PROVEN,
                        History.Level.UNPROVEN,
                        History.Level.DOWN,
                        History.Level.OFF);
        List<String> paths =
                List.of(History.Level.PROVEN, History.Level.UNPROVEN, History.Level.DOWN).stream()
                        .map(level -> Bars.path(levels, level, 50, 100))
                        .toList();
        assertEquals(
                List.of(
                        "M0.0 0.0H20.0V100.0H0.0Z",
                        "M20.0 50.0H30.0V100.0H20.0Z",
                        "M30.0 88.0H40.0V100.0H30.0Z"),
                paths);
    }

    @Test
    @DisplayName(
            "the line of round trips begins with the time that is shown, its highest near the top")
    void line() {
        List<History.Sample> samples =
                List.of(
                        new History.Sample(at(-5), Duration.ofMillis(900)),
                        new History.Sample(at(0), Duration.ofMillis(50)),
                        new History.Sample(at(30), Duration.ofMillis(100)));
        assertEquals("M0.0 55.0L50.0 10.0L100.0 10.0", Bars.line(samples, at(0), at(60), 100, 100));
        assertEquals("", Bars.line(samples, at(40), at(60), 100, 100));
    }
}
