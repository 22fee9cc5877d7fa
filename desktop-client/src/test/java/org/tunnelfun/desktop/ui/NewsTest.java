package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.engine.TunnelStatus;

class NewsTest {

    private static final TunnelStatus UP = Samples.up("nas", 2001);
    private static final TunnelStatus DOWN = Samples.waiting("nas", 2001);

    private final News news = new News();
    private final List<String> told = new ArrayList<>();
    private Instant now = Samples.NOW;

    /** Things stand like this for so many seconds. */
    private void stand(TunnelStatus status, int seconds) {
        for (int i = 0; i < seconds; i++) {
            news.of(List.of(status), now).forEach(item -> told.add(item.title()));
            now = now.plusSeconds(1);
        }
    }

    @Test
    @DisplayName("an outage below 30 s is not told, a longer one once, and its end")
    void outage() {
        stand(UP, 5);
        stand(DOWN, 29);
        stand(UP, 5);
        assertEquals(List.of(), told);
        stand(DOWN, 300);
        assertEquals(List.of("nas is down"), told);
        stand(UP, 5);
        assertEquals(List.of("nas is down", "nas is back"), told);
    }

    @Test
    @DisplayName("fifty flaps in ten minutes are two notifications at most")
    void flaps() {
        stand(UP, 5);
        for (int flap = 0; flap < 50; flap++) {
            stand(DOWN, 6);
            stand(UP, 6);
        }
        assertTrue(told.size() <= 2, told::toString);
    }

    @Test
    @DisplayName("flaps between up and the same need are, too, and the need is told when it stays")
    void needyFlaps() {
        TunnelStatus needs = Samples.needsUser("nas", 2001);
        for (int flap = 0; flap < 50; flap++) {
            stand(needs, 6);
            stand(UP, 6);
        }
        assertEquals(List.of("nas needs you", "nas is back"), told);
        stand(needs, 60);
        assertEquals(3, told.size(), told::toString);
    }

    @Test
    @DisplayName("a clock that is set back by a year silences nobody")
    void clockSetBack() {
        stand(UP, 5);
        stand(DOWN, 40);
        stand(UP, 5);
        now = now.minus(Duration.ofDays(365));
        stand(DOWN, 10);
        now = now.minus(Duration.ofDays(365));
        stand(DOWN, 601);
        assertEquals(List.of("nas is down", "nas is back", "nas is down"), told);
        stand(UP, 5);
        assertEquals("nas is back", told.get(3));
    }

    @Test
    @DisplayName("long flaps are bounded too: one pair in ten minutes")
    void longFlaps() {
        stand(UP, 5);
        Instant start = now;
        while (Duration.between(start, now).toMinutes() < 10) {
            stand(DOWN, 35);
            stand(UP, 5);
        }
        assertEquals(List.of("nas is down", "nas is back"), told);
    }

    @Test
    @DisplayName("what needs a person is told at once and once, however often it is met again")
    void needsUser() {
        TunnelStatus needs = Samples.needsUser("nas", 2001);
        for (int attempt = 0; attempt < 10; attempt++) {
            stand(needs, 300);
            stand(DOWN, 2);
        }
        assertEquals(List.of("nas needs you"), told);
        stand(UP, 2);
        assertEquals(List.of("nas needs you", "nas is back"), told);
    }

    @Test
    @DisplayName("pausing is no outage, and while all is well nothing is pending")
    void paused() {
        stand(UP, 5);
        assertFalse(news.isPending());
        stand(DOWN, 5);
        assertTrue(news.isPending());
        stand(Samples.off("nas", 2001), 100);
        assertFalse(news.isPending());
        assertEquals(List.of(), told);
    }

    @Test
    @DisplayName("a tunnel that left the config is forgotten, and one of its name begins anew")
    void forgotten() {
        stand(UP, 5);
        stand(DOWN, 40);
        assertEquals(List.of("nas is down"), told);
        news.of(List.of(), now);
        assertFalse(news.isPending());
        stand(DOWN, 40);
        assertEquals(List.of("nas is down", "nas does not connect"), told);
    }
}
