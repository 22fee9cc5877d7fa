package org.tunnelfun.desktop.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.SteppedTime;

class NetworkWatchTest {

    private static final InetAddress WIFI = address("192.0.2.10");
    private static final InetAddress CABLE = address("192.0.2.20");
    private static final InetAddress DOCKER = address("172.17.0.1");
    private static final InetAddress LINK_LOCAL = address("fe80::1");

    private final SteppedTime time = new SteppedTime();
    private final List<NetworkWatch.Change> told = new ArrayList<>();
    private Supplier<NetworkView> network = () -> seen(Set.of(WIFI), WIFI);
    private final NetworkWatch watch = new NetworkWatch(time, () -> network.get(), told::add);

    @Test
    @DisplayName("the first look names every address, later ones only what changed")
    void firstLook() {
        time.run();
        assertEquals(Set.of(WIFI), told.get(0).added());
        for (int second = 0; second < 60; second++) {
            time.pass(Duration.ofSeconds(1));
        }
        assertEquals(1, told.size());
    }

    @Test
    @DisplayName("a lost address is told within a second, with its successor")
    void lostAddress() {
        time.run();
        network = () -> seen(Set.of(CABLE), CABLE);
        time.pass(Duration.ofSeconds(1));
        NetworkWatch.Change change = told.get(1);
        assertEquals(Set.of(WIFI), change.gone());
        assertEquals(Set.of(CABLE), change.added());
        assertEquals(Set.of(CABLE), change.now());
        assertEquals("this device lost the address 192.0.2.10", change.reason());
        assertFalse(change.woke());
    }

    @Test
    @DisplayName("a container's address beside a healthy one takes nothing away")
    void dockerAddress() {
        time.run();
        network = () -> seen(Set.of(WIFI, DOCKER), WIFI);
        time.pass(Duration.ofSeconds(1));
        assertEquals(Set.of(), told.get(1).gone());
        assertEquals("this device got the address 172.17.0.1", told.get(1).reason());
    }

    @Test
    @DisplayName("a cable beside a wireless network changes the way out and no address")
    void wayOut() {
        network = () -> seen(Set.of(WIFI, CABLE), WIFI);
        time.run();
        network = () -> seen(Set.of(WIFI, CABLE), CABLE);
        time.pass(Duration.ofSeconds(1));
        assertEquals("the way out of this device changed", told.get(1).reason());
        assertEquals(Set.of(), told.get(1).gone());
        assertEquals(Set.of(), told.get(1).added());
    }

    @Test
    @DisplayName("a sleep is told once, although no address changed")
    void sleep() {
        time.run();
        time.sleep(Duration.ofSeconds(120));
        time.pass(Duration.ofSeconds(1));
        time.pass(Duration.ofSeconds(1));
        assertEquals(2, told.size());
        assertTrue(told.get(1).woke());
        assertEquals("this device slept for 120 s", told.get(1).reason());
    }

    @Test
    @DisplayName("without an address that leads further, the device is not online")
    void online() {
        network = () -> seen(Set.of(LINK_LOCAL), LINK_LOCAL);
        time.run();
        assertFalse(told.get(0).online());
        network = () -> seen(Set.of(LINK_LOCAL, WIFI), WIFI);
        time.pass(Duration.ofSeconds(1));
        assertTrue(told.get(1).online());
    }

    @Test
    @DisplayName("what cannot be seen is not gone")
    void failedLook() {
        time.run();
        network =
                () -> {
                    throw new UncheckedIOException(new IOException("no"));
                };
        time.pass(Duration.ofSeconds(1));
        network = () -> seen(Set.of(WIFI), WIFI);
        time.pass(Duration.ofSeconds(1));
        assertEquals(1, told.size());
    }

    @Test
    @DisplayName("after close nobody is told")
    void closed() {
        time.run();
        watch.close();
        network = () -> seen(Set.of(), CABLE);
        time.pass(Duration.ofSeconds(5));
        assertEquals(1, told.size());
    }

    @Test
    @DisplayName("this machine's own addresses can be read, loopback left out")
    void realNetwork() {
        NetworkView view = NetworkReader.read();
        assertTrue(view.addresses().stream().noneMatch(InetAddress::isLoopbackAddress));
        assertTrue(view.addresses().containsAll(view.sources()), view::toString);
    }

    private static NetworkView seen(Set<InetAddress> addresses, InetAddress source) {
        return new NetworkView(addresses, Set.of(source));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException(e);
        }
    }
}
