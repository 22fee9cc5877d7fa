package org.tunnelfun.desktop.tray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.control.FakeTunnels;
import org.tunnelfun.desktop.testing.SteppedTime;
import org.tunnelfun.desktop.ui.Look;
import org.tunnelfun.desktop.ui.Samples;

class TrayTest {

    private final SteppedTime time = new SteppedTime();
    private final FakeTunnels control = new FakeTunnels();
    private final RecordedActions actions = new RecordedActions();
    private final List<String> problems = new ArrayList<>();
    private final List<Look> looks = new ArrayList<>();
    private List<TrayLine> menu = List.of();
    private boolean closed;

    private final TrayHost host =
            new TrayHost() {
                @Override
                public boolean show(Look look, List<TrayLine> lines) {
                    looks.add(look);
                    menu = lines;
                    return looks.size() != 1;
                }

                @Override
                public void close() {
                    closed = true;
                }
            };

    private Tray tray(Supplier<TrayHost> opener) {
        return new Tray(time, control, actions, problems::add, opener);
    }

    @Test
    @DisplayName("the icon shows the worst tunnel that is on, and follows a change at once")
    void follows() {
        tray(() -> host);
        control.say(Samples.up("nas", 2001), Samples.off("cabin", 2004));
        time.run();
        assertEquals(Look.UP, last(looks));
        control.say(Samples.suspect("nas", 2001), Samples.off("cabin", 2004));
        time.run();
        assertEquals(Look.WORKING, last(looks));
        control.say(Samples.suspect("nas", 2001), Samples.needsUser("office", 2003));
        time.run();
        assertEquals(Look.NEEDS_YOU, last(looks));
        assertEquals(List.of(""), problems);
    }

    @Test
    @DisplayName("each tunnel has its line, and its submenu does what it says")
    void menu() {
        control.say(Samples.up("nas", 2001), Samples.off("cabin", 2004));
        tray(() -> host);
        time.run();
        List<String> texts = menu.stream().map(TrayLine::text).toList();
        assertEquals("Tunnelfun — 1 up, 1 off", texts.get(0));
        assertTrue(texts.get(2).startsWith("✓ nas  2001  up "), texts.get(2));
        assertEquals("○ cabin  2004  off", texts.get(3));
        menu.forEach(TrayTest::click);
        assertEquals(
                List.of(
                        "open",
                        "reconnect nas",
                        "pause nas",
                        "copy nas",
                        "why nas",
                        "connect cabin",
                        "copy cabin",
                        "why cabin",
                        "pause null",
                        "settings",
                        "quit"),
                actions.done);
    }

    @Test
    @DisplayName("a name that goes from right to left turns no line around")
    void rightToLeft() {
        control.say(Samples.off("שרת", 2001), Samples.off("nas", 2002));
        tray(() -> host);
        time.run();
        assertEquals("\u200e○ שרת\u200e  2001  off", menu.get(2).text());
        assertEquals("○ nas  2002  off", menu.get(3).text());
    }

    @Test
    @DisplayName("a reason from the network cannot make the menu wide")
    void bounded() {
        control.say(
                Samples.status(
                        "nas",
                        2001,
                        org.tunnelfun.desktop.engine.TunnelState.NEEDS_USER,
                        org.tunnelfun.desktop.engine.Proof.NONE,
                        "x".repeat(5_000),
                        java.util.Optional.empty()));
        tray(() -> host);
        time.run();
        assertTrue(menu.stream().allMatch(line -> line.text().length() <= 90));
    }

    @Test
    @DisplayName("no tray, a failure and a missing library are told to the window")
    void noTray() {
        tray(
                () -> {
                    throw new IllegalStateException("this desktop has no tray");
                });
        tray(
                () -> {
                    throw new UnsatisfiedLinkError("libgtk-3.so.0");
                });
        time.run();
        assertEquals(List.of("this desktop has no tray", "libgtk-3.so.0"), problems);
    }

    @Test
    @DisplayName(
            "a tray that hangs is told after five seconds, and forgiven when it comes after all")
    void hangs() {
        // The opener passes time itself: as long as it has not returned, nothing else ran.
        tray(
                () -> {
                    time.pass(Duration.ofSeconds(60));
                    return host;
                });
        time.run();
        assertEquals(List.of("the tray did not answer within 5 s", ""), problems);
    }

    @Test
    @DisplayName("closing takes the icon away and follows no more")
    void closing() {
        Tray tray = tray(() -> host);
        time.run();
        tray.close();
        time.run();
        assertTrue(closed);
        int before = looks.size();
        control.say(Samples.up("nas", 2001));
        time.pass(Duration.ofMinutes(1));
        assertEquals(before, looks.size());
    }

    private static void click(TrayLine line) {
        if (line.items().isEmpty() && line.action() != null) {
            line.action().run();
        }
        line.items().forEach(TrayTest::click);
    }

    private static <T> T last(List<T> list) {
        return list.get(list.size() - 1);
    }
}
