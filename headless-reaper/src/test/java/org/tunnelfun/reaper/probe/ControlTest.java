package org.tunnelfun.reaper.probe;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    @Test
    void theControlIsHeardAndASilentOneIsNot() throws Exception {
        try (Control control = new Control()) {
            BannerProbe probe = new BannerProbe(() -> 100);
            Map<InetSocketAddress, Heard> heard = probe.probe(control.targets(), TIMEOUT);
            assertTrue(control.heardIn(heard), heard.toString());
            assertFalse(control.heardIn(Map.of()));
        }
    }
}
