package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

class WordingTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "-5, 0 s",
        "59, 59 s",
        "60, 1 m",
        "61, 1 m 1 s",
        "3599, 59 m 59 s",
        "11520, 3 h 12 m",
        "86400, 1 d",
        "95000, 1 d 2 h"
    })
    void aDurationHasItsTwoLargestUnits(long seconds, String words) {
        assertEquals(words, Wording.duration(Duration.ofSeconds(seconds)));
    }

    @ParameterizedTest
    @CsvSource({"400, 0.4 ms", "9940, 9.9 ms", "9960, 10 ms", "30600, 31 ms", "2000000, 2000 ms"})
    void aRoundTripIsInMilliseconds(long micros, String words) {
        assertEquals(words, Wording.roundTrip(Duration.ofNanos(micros * 1_000)));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "999, 999 B", "1000, 1.0 kB", "4200000, 4.2 MB", "999999, 1.0 MB"})
    void bytesHaveTwoDigits(long count, String words) {
        assertEquals(words, Wording.bytes(count));
    }

    @ParameterizedTest
    @CsvSource({
        "OFF, NONE, Off, OFF",
        "CONNECTING, NONE, Connecting…, WORKING",
        "WAITING, PROVEN, Connecting…, WORKING",
        "UP, PROVEN, Up, UP",
        "UP, UNPROVEN, 'Up, unproven', PARTLY",
        "UP, NONE, 'Up, unproven', PARTLY",
        "UP, TARGET_DOWN, Target down, PARTLY",
        "SUSPECT, PROVEN, 'Up, checking…', WORKING",
        "NEEDS_USER, NONE, Needs you, NEEDS_YOU"
    })
    void everyStateHasItsWordAndShape(TunnelState state, Proof proof, String word, Look look) {
        assertEquals(word, Wording.state(state, proof));
        assertEquals(look, Look.of(state, proof));
    }

    @Test
    void aMenuLineSaysSinceWhenAndWhatIsNext() {
        assertEquals(
                "up 3 h 12 m, checked 20 s ago",
                Wording.line(status(TunnelState.UP, Proof.PROVEN, ""), NOW));
        assertEquals(
                "connecting, next try in 4 s",
                Wording.line(status(TunnelState.WAITING, Proof.NONE, "refused"), NOW));
        assertEquals(
                "target down, tunnel up 3 h 12 m",
                Wording.line(status(TunnelState.UP, Proof.TARGET_DOWN, ""), NOW));
        assertEquals(
                "needs you: the host key changed",
                Wording.line(
                        status(TunnelState.NEEDS_USER, Proof.NONE, "the host key changed"), NOW));
    }

    @Test
    void theSummaryCountsByShapeAndTheWorstOneWins() {
        List<TunnelStatus> some =
                List.of(
                        status(TunnelState.UP, Proof.PROVEN, ""),
                        status(TunnelState.UP, Proof.PROVEN, ""),
                        status(TunnelState.WAITING, Proof.NONE, ""));
        assertEquals("2 up, 1 connecting", Wording.summary(some));
        assertEquals(Look.WORKING, Look.worst(some));
        List<TunnelStatus> partly =
                List.of(
                        status(TunnelState.UP, Proof.TARGET_DOWN, ""),
                        status(TunnelState.UP, Proof.PROVEN, ""),
                        status(TunnelState.UP, Proof.UNPROVEN, ""),
                        status(TunnelState.UP, Proof.TARGET_DOWN, ""));
        assertEquals("1 up, 2 targets down, 1 unproven", Wording.summary(partly));
        assertEquals("no tunnels", Wording.summary(List.of()));
        assertEquals(Look.OFF, Look.worst(List.of()));
    }

    @Test
    void aPortThatTheServerChoseIsShownOnceKnown() {
        assertEquals("2001", Wording.ports(status(TunnelState.UP, Proof.PROVEN, "")));
        assertEquals("40001", Wording.ports(withPort(0, 40001)));
        assertEquals("any", Wording.ports(withPort(0, 0)));
    }

    private static TunnelStatus status(TunnelState state, Proof proof, String reason) {
        return status(state, proof, reason, 2001, 2001);
    }

    private static TunnelStatus withPort(int asked, int bound) {
        return status(TunnelState.UP, Proof.PROVEN, "", asked, bound);
    }

    private static TunnelStatus status(
            TunnelState state, Proof proof, String reason, int asked, int bound) {
        Forward forward =
                new Forward(
                        new Forward.Remote("localhost", asked),
                        new Forward.Target("localhost", 22),
                        Forward.Expect.SSH);
        return new TunnelStatus(
                "nas",
                state,
                proof,
                NOW.minusSeconds(11_520),
                Optional.of(NOW.minusSeconds(20)),
                Optional.empty(),
                "tunnel@tunnel.example.org:22",
                List.of(new ForwardStatus(forward, bound, proof, "", 0, Optional.empty(), 0, 0)),
                reason,
                state == TunnelState.WAITING
                        ? Optional.of(NOW.plusMillis(3_400))
                        : Optional.empty(),
                1,
                Optional.empty(),
                "",
                "",
                Optional.empty());
    }

    @Test
    void adviceIsSentencesAndCommandsThatAreCopiedByThemselves() {
        assertEquals(
                List.of("Add it to an agent:", "  ssh-add k\n  ssh-add -l", "or make one."),
                AdviceView.parts("Add it to an agent:\n  ssh-add k\n  ssh-add -l\nor make one."));
        assertEquals(List.of(), AdviceView.parts(""));
    }
}
