package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.control.Statuses;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

class StatusTableTest {

    @Test
    void aRowForEachTunnelWithWhatIsNotWell() {
        String table =
                StatusTable.of(
                        List.of(
                                Statuses.up("nas"),
                                Statuses.waiting("attic-pi", "connection refused")),
                        Statuses.NOW,
                        false);
        assertEquals(
                """
                NAME      STATE       PORT  SINCE     PROVEN    RTT    SERVER
                nas       up          2001  3 h 12 m  20 s ago  31 ms  tunnel.example.org
                attic-pi  connecting  2001  3 h 12 m  –         –      tunnel.example.org
                  next try in 4 s: connection refused
                """
                        .stripTrailing(),
                table.replace(System.lineSeparator(), "\n"));
    }

    @Test
    void longReasonsAreWrappedAt80Columns() {
        String table =
                StatusTable.of(
                        List.of(Statuses.needsUser("n".repeat(64), "word ".repeat(60), "")),
                        Statuses.NOW,
                        false);
        assertTrue(table.lines().allMatch(l -> l.length() <= 80), table);
    }

    @Test
    void longNamesManyPortsAndWordsLongerThanALineFit80Columns() {
        List<ForwardStatus> many =
                IntStream.range(20_000, 20_016).mapToObj(StatusTableTest::forward).toList();
        TunnelStatus nas =
                Statuses.status(
                        "n".repeat(64),
                        TunnelState.UP,
                        Proof.UNPROVEN,
                        "x".repeat(200),
                        Optional.empty());
        TunnelStatus wide =
                new TunnelStatus(
                        nas.name(),
                        nas.state(),
                        nas.proof(),
                        Statuses.NOW.minus(Duration.ofHours(7_199)),
                        Optional.of(Statuses.NOW.minus(Duration.ofDays(300))),
                        Optional.of(Duration.ofMillis(10_000)),
                        "u@" + "h".repeat(63) + ".example.org:22",
                        many,
                        nas.reason(),
                        nas.nextAttemptAt(),
                        nas.logins(),
                        nas.failure(),
                        nas.heartbeat(),
                        nas.serverVersion(),
                        nas.session());
        String table = StatusTable.of(List.of(wide), Statuses.NOW, false);
        assertTrue(table.lines().allMatch(l -> l.length() <= 80), table);
        assertTrue(table.contains("nnnn"), table);
        assertTrue(table.contains("20000,"), table);
        assertTrue(table.contains("hhhh"), table);
        assertEquals(200, table.chars().filter(c -> c == 'x').count(), table);
    }

    private static ForwardStatus forward(int port) {
        ForwardStatus one = Statuses.up("nas").forwards().get(0);
        return new ForwardStatus(
                one.forward(),
                port,
                one.proof(),
                one.problem(),
                one.visitors(),
                one.oldestVisitor(),
                one.bytesIn(),
                one.bytesOut());
    }

    @Test
    void coloursOnlyWhereTheyAreWelcome() {
        assertTrue(
                StatusTable.of(List.of(Statuses.up("nas")), Statuses.NOW, true)
                        .contains("\u001b[32mup"));
        assertEquals("no tunnels", StatusTable.of(List.of(), Statuses.NOW, true));
    }
}
