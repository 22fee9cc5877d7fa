package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.control.Statuses;

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
    void coloursOnlyWhereTheyAreWelcome() {
        assertTrue(
                StatusTable.of(List.of(Statuses.up("nas")), Statuses.NOW, true)
                        .contains("\u001b[32mup"));
        assertEquals("no tunnels", StatusTable.of(List.of(), Statuses.NOW, true));
    }
}
