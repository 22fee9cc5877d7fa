package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.testing.Device;
import org.tunnelfun.reaper.testing.Listeners;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** The brake, and the patience with what will not be ended, against real sessions. */
@Tag("slow")
@Requires(Need.LINUX)
class ManyAtOnceTest {

    private static List<Integer> ports(List<Forwarded> devices) {
        return devices.stream().map(Forwarded::port).toList();
    }

    private static long count(ReaperProcess.Result result, String action) {
        return result.json().getAsJsonArray("ports").asList().stream()
                .filter(p -> p.getAsJsonObject().get("action").getAsString().equals(action))
                .count();
    }

    @Test
    void ofTwelveDevicesOfWhichSevenFallAsleepFiveAreEndedAndTheOthersTheNextTime()
            throws IOException {
        try (Device device = Device.living();
                RealSshd sshd = new RealSshd();
                ReaperProcess reaper = new ReaperProcess()) {
            List<Forwarded> devices = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int port = Tools.freePort();
                devices.add(sshd.forward(RealSshd.self(), device.behind("", port), port));
            }
            List<Forwarded> asleep = devices.subList(0, 7);
            List<Forwarded> awake = devices.subList(7, 12);
            asleep.forEach(Forwarded::freeze);

            ReaperProcess.Result dry = reaper.sweep(ports(devices), "--dry-run");
            assertEquals(5, count(dry, "would-reap"), dry.out());
            asleep.forEach(s -> assertTrue(s.lives()));

            ReaperProcess.Result first = reaper.sweep(ports(devices));
            assertTrue(first.err().contains("BRAKE"), first.err());
            assertEquals(5, count(first, "reaped"), first.out());
            assertEquals(2, count(first, "spared"), first.out());
            // One strike more than the two of the default.
            for (Forwarded one : asleep) {
                String reason = first.port(one.port()).get("reason").getAsString();
                assertTrue(reason.startsWith("silent 3/3"), reason);
            }
            ReaperProcess.Result second = reaper.sweep(ports(devices));
            assertFalse(second.err().contains("BRAKE"), second.err());
            assertEquals(2, count(second, "reaped"), second.out());
            asleep.forEach(s -> assertFalse(s.lives()));
            awake.forEach(s -> assertTrue(s.lives()));
        }
    }

    /**
     * Whoever probes a dead session each second keeps it alive for ever: sshd calls that traffic.
     */
    @Test
    void aDeadSessionWithATerminalIsLeftInPeaceSoThatItEndsByClientAlive() throws IOException {
        try (RealSshd sshd = new RealSshd("ClientAliveInterval 4", "ClientAliveCountMax 2");
                ReaperProcess reaper = new ReaperProcess()) {
            Forwarded terminal = sshd.forward(RealSshd.self(), "-tt", "command:sleep 600");
            terminal.freeze();
            String state = reaper.folder().resolve("state").toString();
            reaper.start(
                    "run",
                    "--ports",
                    "" + terminal.port(),
                    "--interval",
                    "1",
                    "--timeout",
                    "1",
                    "--socket",
                    reaper.folder().resolve("s").toString(),
                    "--state-dir",
                    state);
            await().atMost(Duration.ofSeconds(90))
                    .until(() -> Listeners.holder(terminal.port()) == 0);
            assertTrue(reaper.said().contains("a terminal belongs to the session"), reaper.said());
            assertFalse(reaper.said().contains("decision=reaped"), reaper.said());
        }
    }
}
