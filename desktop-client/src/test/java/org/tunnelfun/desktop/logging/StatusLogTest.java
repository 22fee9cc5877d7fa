package org.tunnelfun.desktop.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.control.Statuses;
import org.tunnelfun.desktop.engine.TunnelStatus;

class StatusLogTest {

    private final List<String> lines = new ArrayList<>();
    private Instant now = Statuses.NOW;
    private final StatusLog log = new StatusLog(() -> now, lines::add);

    @Test
    void aTransitionIsOneLineWithItsReason() {
        tell(Statuses.waiting("home", "keepalive unanswered for 2 s"));
        tell(Statuses.up("home"));
        tell(Statuses.up("home"));
        assertEquals(
                List.of(
                        "tunnel=home state=WAITING reason=\"keepalive unanswered for 2 s\" next=4s",
                        "tunnel=home state=UP proof=proven port=2001"
                                + " server=tunnel@tunnel.example.org:22"),
                lines);
    }

    @Test
    void theSameErrorIsCountedInsteadOfRepeated() {
        for (int i = 0; i <= 41; i++) {
            tell(Statuses.waiting("home", "refused, attempt " + i));
            now = now.plusSeconds(15);
        }
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(1).endsWith("(same error 40 times in 10 min)"), () -> lines.get(1));
    }

    @Test
    void aNightWithoutNetworkIsAPage() {
        for (int second = 0; second < 10 * 3_600; second += 5) {
            String why =
                    List.of("timed out", "no route", "no address", "refused").get(second / 5 % 4);
            tell(Statuses.waiting("home", why));
            now = now.plusSeconds(5);
        }
        assertTrue(lines.size() <= 50, () -> lines.size() + " lines");
    }

    @Test
    void manyReasonsAreStillAPage() {
        for (int second = 0; second < 10 * 3_600; second += 5) {
            tell(Statuses.waiting("home", "reason " + "x".repeat(second % 97)));
            now = now.plusSeconds(5);
        }
        assertTrue(lines.size() <= 50, () -> lines.size() + " lines");
    }

    @Test
    void eachLossAndEachReturnIsSaidAtOnce() {
        for (int i = 0; i < 5; i++) {
            tell(Statuses.waiting("home", "lost"));
            tell(Statuses.waiting("home", "refused"));
            tell(Statuses.up("home"));
            now = now.plusSeconds(20);
        }
        assertEquals(5, lines.stream().filter(l -> l.contains("lost")).count(), lines::toString);
        assertEquals(5, lines.stream().filter(l -> l.contains("=UP")).count(), lines::toString);
        assertEquals(1, lines.stream().filter(l -> l.contains("refused")).count());
    }

    @Test
    void aTunnelThatFlapsAllNightIsTwoPages() {
        for (int second = 0; second < 10 * 3_600; second += 10) {
            tell(Statuses.waiting("home", "lost"));
            now = now.plusSeconds(5);
            tell(Statuses.up("home"));
            now = now.plusSeconds(5);
        }
        assertTrue(lines.size() <= 100, () -> lines.size() + " lines");
    }

    @Test
    void aFlappingTunnelThatSettlesIsSaidToBeUp() {
        for (int i = 0; i < 50; i++) {
            tell(Statuses.waiting("home", "lost"));
            tell(Statuses.up("home"));
        }
        assertEquals(21, lines.size(), "the first, and twenty turns");
        tell(Statuses.waiting("home", "lost"));
        tell(Statuses.waiting("home", "another reason"));
        tell(Statuses.up("home"));
        tell(Statuses.up("home"));
        assertTrue(lines.get(lines.size() - 1).contains("state=UP"), lines::toString);
    }

    @Test
    void whatNeedsTheUserIsExplainedOnce() {
        tell(
                Statuses.needsUser(
                        "home", "the host key changed", "compare with:\nssh-keygen -lf x\n"));
        tell(Statuses.waiting("home", "x"));
        tell(
                Statuses.needsUser(
                        "home", "the host key changed", "compare with:\nssh-keygen -lf x\n"));
        assertEquals("  compare with:\n  ssh-keygen -lf x", lines.get(1));
        assertEquals(3, lines.size(), lines::toString);
    }

    @Test
    void aHostileReasonStaysOneLine() {
        tell(Statuses.waiting("home", "a\"b\\c\r\n\u001b[2J"));
        assertEquals(
                "tunnel=home state=WAITING reason=\"a\\\"b\\\\c???[2J\" next=4s", lines.get(0));
    }

    private void tell(TunnelStatus status) {
        log.accept(List.of(status));
    }
}
