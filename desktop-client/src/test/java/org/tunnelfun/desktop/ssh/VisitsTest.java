package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.config.Forward;

class VisitsTest {

    @Test
    void aCrowdThatIsRefusedIsToldOfOnceAMinute() {
        Visits visits =
                new Visits(
                        new Forward(
                                new Forward.Remote("localhost", 2000),
                                new Forward.Target("localhost", 22),
                                Forward.Expect.SSH));
        long start = Long.MAX_VALUE - 1000;
        assertTrue(visits.tellsRefusal(start));
        for (int i = 1; i <= 600; i++) {
            assertFalse(visits.tellsRefusal(start + TimeUnit.MILLISECONDS.toNanos(i * 100L)));
        }
        assertTrue(visits.tellsRefusal(start + TimeUnit.SECONDS.toNanos(61)));
    }
}
