package org.tunnelfun.reaper.probe;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.testing.Flood;

class ControlTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    /** Shorter than what a kernel waits before it knocks once more at a full queue. */
    private static final Duration ONE_KNOCK = Duration.ofMillis(900);

    private static final int ROUNDS = 10;

    private final BannerProbe probe = new BannerProbe(() -> 100);

    private Map<InetSocketAddress, Heard> round(Control control, Duration timeout)
            throws InterruptedException {
        control.open();
        Map<InetSocketAddress, Heard> heard = probe.probe(control.targets(), timeout);
        control.close();
        return heard;
    }

    @Test
    void theControlIsHeardAndASilentOneIsNot() throws Exception {
        Control control = new Control();
        Map<InetSocketAddress, Heard> heard = round(control, TIMEOUT);
        assertTrue(control.heardIn(heard), heard.toString());
        assertFalse(control.heardIn(Map.of()));
    }

    /** Strangers who know each port at once, and keep the queue of any other listener full. */
    @Test
    void aFloodOfStrangersKeepsNobodyFromHearingTheControl() throws Exception {
        Control control = new Control();
        try (ServerSocket full = new ServerSocket(0, 16, InetAddress.getLoopbackAddress())) {
            InetSocketAddress stuck = (InetSocketAddress) full.getLocalSocketAddress();
            List<InetSocketAddress> floor = new ArrayList<>(List.of(stuck));
            try (Flood flood =
                    new Flood(
                            () -> {
                                List<InetSocketAddress> all = new ArrayList<>(floor);
                                control.targets().forEach(t -> all.add(t.address()));
                                return all;
                            })) {
                await().atMost(Duration.ofSeconds(60)).until(() -> full(stuck));
                int heard = 0;
                for (int i = 0; i < ROUNDS; i++) {
                    heard += control.heardIn(round(control, ONE_KNOCK)) ? 1 : 0;
                }
                assertTrue(heard >= ROUNDS - 2, heard + " of " + ROUNDS);
                assertTrue(flood.connections() > 1000, "" + flood.connections());
            }
        }
    }

    private boolean full(InetSocketAddress listener) throws InterruptedException {
        Probe.Target target = new Probe.Target(listener, false);
        return probe.probe(List.of(target), Duration.ofMillis(500)).get(listener).outcome()
                == Heard.Outcome.UNCONNECTED;
    }

    /** What strangers could find, or keep waiting, ends with our own call. */
    @Test
    void itAnswersNobodyButItsOwnCallAndIsGoneWithIt() throws Exception {
        Control control = new Control();
        control.open();
        List<Probe.Target> first = control.targets();
        List<Heard.Outcome> told = new ArrayList<>();
        for (Probe.Target target : first) {
            told.add(outcome(new Probe.Target(target.address(), false)));
        }
        assertFalse(told.contains(Heard.Outcome.BANNER), told.toString());
        assertTrue(control.heardIn(probe.probe(first, TIMEOUT)));
        for (Probe.Target target : first) {
            await().atMost(Duration.ofSeconds(30)).until(() -> refused(target));
        }
        control.open();
        List<Probe.Target> second = control.targets();
        assertFalse(second.stream().anyMatch(t -> first.contains(t)), first + " " + second);
        control.close();
        for (Probe.Target target : second) {
            assertTrue(refused(target), target.toString());
        }
        assertFalse(control.heardIn(probe.probe(second, TIMEOUT)));
    }

    @Test
    void aStrangerWhoWasFasterKeepsNothingFromTheCaller() throws Exception {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        ServerSocket listener = new ServerSocket(0, 8, loopback);
        try (Socket stranger = new Socket(loopback, listener.getLocalPort());
                Socket caller = new Socket(loopback, listener.getLocalPort())) {
            Thread answering =
                    new Thread(() -> Control.answer(listener, caller.getLocalSocketAddress()));
            answering.start();
            caller.setSoTimeout(20_000);
            byte[] banner = caller.getInputStream().readAllBytes();
            assertTrue(new String(banner, StandardCharsets.US_ASCII).startsWith("SSH-2.0-"));
            assertEquals(-1, stranger.getInputStream().read());
            answering.join();
            assertTrue(listener.isClosed());
        }
    }

    private boolean refused(Probe.Target target) throws InterruptedException {
        Probe.Target anew = new Probe.Target(target.address(), false);
        return outcome(anew) == Heard.Outcome.REFUSED;
    }

    private Heard.Outcome outcome(Probe.Target target) throws InterruptedException {
        return probe.probe(List.of(target), TIMEOUT).get(target.address()).outcome();
    }
}
