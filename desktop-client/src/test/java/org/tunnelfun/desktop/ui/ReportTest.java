package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ReportTest {

    private final TunnelRow row =
            new TunnelRow(Samples.needsUser("office", 2003), new History(), Samples.NOW);

    @Test
    @DisplayName("a report tells what happened and not whose account it is")
    void report() {
        String text = Report.of(row, Samples.NOW, "1.0");
        assertTrue(text.contains("…@tunnel.example.org:22"), text);
        assertTrue(text.contains("the host key of tunnel.example.org changed"), text);
        assertFalse(text.contains("tunnel@"), text);
    }

    @Test
    @DisplayName("99.99 % is never rounded up to all")
    void percent() {
        assertEquals("99.99 %", Report.percent(0.99999));
        assertEquals("100 %", Report.percent(1));
    }

    @Test
    @DisplayName("the ssh command is the server's way to the device")
    void command() {
        assertEquals("ssh -p 2003 localhost", row.sshCommand());
    }

    @Test
    @DisplayName("a search finds every word in name, server or route")
    void search() {
        assertTrue(row.matches("OFF example 2003"));
        assertFalse(row.matches("office nowhere"));
    }

    @Test
    @DisplayName("a text from the network never becomes an option of notify-send")
    void notifySend() {
        assertEquals(
                List.of("--", "--title", "-t"),
                SystemNotifier.command("linux", "--title", "-t").subList(3, 6));
    }
}
