package org.tunnelfun.desktop.ui;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.control.FakeTunnels;
import org.tunnelfun.desktop.engine.TunnelStatus;
import org.tunnelfun.desktop.testing.Desktop;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.SteppedTime;

/** Native notifications, seen on a real session bus on which a real daemon shows them. */
@Requires(Need.LINUX)
class RealNotificationsTest {

    private static final TunnelStatus UP = Samples.up("nas", 2001);
    private static final TunnelStatus DOWN = Samples.waiting("nas", 2001);

    @TempDir Path folder;

    private final SteppedTime time = new SteppedTime();
    private final FakeTunnels control = new FakeTunnels();

    private void stand(TunnelStatus status, int seconds) {
        control.say(status);
        for (int i = 0; i < seconds; i++) {
            time.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    @DisplayName("fifty flaps in ten minutes, some of them long, reach the desktop as two at most")
    void flaps() throws Exception {
        try (Desktop desktop = new Desktop(folder)) {
            SystemNotifier notifier = new SystemNotifier(desktop.environment());
            Notifications all = new Notifications(time, control, () -> true, notifier::tell);
            stand(UP, 5);
            for (int flap = 0; flap < 50; flap++) {
                stand(DOWN, flap % 10 == 9 ? 35 : 6);
                stand(UP, 4);
            }
            List<String> pair = List.of("nas is down", "nas is back");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> desktop.notifications().size() >= pair.size());
            // One more of another tunnel comes after all that were on their way.
            notifier.tell(new News.Item("x", "-v <b>last</b>\u001b\n&", "$(id) `id`"));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> desktop.notifications().contains("-v  b last /b    "));
            assertEquals(pair, desktop.notifications().subList(0, 2));
            assertEquals(3, desktop.notifications().size());
            all.close();
        }
    }
}
