package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

class ReportTest {

    private final TunnelRow row =
            new TunnelRow(Samples.needsUser("office", 2003), new History(), Samples.NOW);

    @Test
    @DisplayName("a report tells what happened and not whose account it is")
    void report() {
        String text = Report.of(row, Samples.NOW, "1.0");
        assertTrue(text.contains("…@tunnel.example.org:22"), text);
        assertTrue(text.contains(Samples.CHANGED_KEY), text);
        assertFalse(text.contains("tunnel@"), text);
    }

    @Test
    @DisplayName("99.99 % is never rounded up to all")
    void percent() {
        assertEquals("99.99 %", Report.percent(0.99999));
        assertEquals("100 %", Report.percent(1));
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, SSH, 2003, ssh -p 2003 localhost",
        "*, SSH, 2003, ssh -p 2003 localhost",
        "'::', SSH, 2003, ssh -p 2003 localhost",
        "192.0.2.7, SSH, 2003, ssh -p 2003 192.0.2.7",
        "localhost, ANY, 2003, ''",
        "localhost, SSH, 0, ''"
    })
    @DisplayName("the ssh command is the server's way to the device, where there is one")
    void command(String bind, Forward.Expect expect, int port, String command) {
        Forward forward =
                new Forward(
                        new Forward.Remote(bind, port),
                        new Forward.Target("localhost", 22),
                        expect);
        ForwardStatus status =
                new ForwardStatus(forward, 0, Proof.NONE, "", 0, Optional.empty(), 0, 0);
        TunnelStatus s = Samples.waiting("office", port);
        assertEquals(command, SshCommand.of(Samples.with(s, List.of(status))));
    }

    @Test
    @DisplayName("a report has the last forty things that happened, the newest first")
    void bounded() {
        for (int i = 0; i < 100; i++) {
            row.update(
                    Samples.status(
                            "office",
                            2003,
                            TunnelState.WAITING,
                            Proof.NONE,
                            "reason " + i,
                            Optional.empty()),
                    Samples.NOW.plusSeconds(i));
        }
        String text = Report.of(row, Samples.NOW, "1.0");
        assertTrue(text.indexOf("reason 99") < text.indexOf("reason 60"), text);
        assertFalse(text.contains("reason 59"), text);
    }

    @Test
    @DisplayName("a search finds every word in name, server or route")
    void search() {
        assertTrue(row.matches("OFF example 2003"));
        assertFalse(row.matches("office nowhere"));
    }

    @Test
    @DisplayName("a text from the network never becomes an option or a part of a script")
    void notifySend() {
        assertEquals(
                List.of("--", "--title", "-t"),
                SystemNotifier.command("linux", "--title", "-t").subList(3, 6));
        List<String> mac = SystemNotifier.command("mac os x", "title", "text");
        assertEquals(List.of("title", "text"), mac.subList(3, 5));
        assertEquals(mac.subList(0, 3), SystemNotifier.command("mac os x", "a", "b").subList(0, 3));
        String windows = "" + SystemNotifier.command("windows 11", "title", "text");
        assertEquals(windows, "" + SystemNotifier.command("windows 11", "a", "b"));
    }
}
