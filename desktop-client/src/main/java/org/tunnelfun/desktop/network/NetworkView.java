package org.tunnelfun.desktop.network;

import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What this device's network looks like at one moment.
 *
 * @param addresses of all interfaces that are up, without loopback
 * @param sources the addresses that packets to the outside would leave from, one for each family
 *     that has a way out; they change when a cable is plugged in beside a wireless network, which
 *     takes no address away
 */
record NetworkView(Set<InetAddress> addresses, Set<InetAddress> sources) {

    /** The view before anything was looked at. */
    static final NetworkView NOTHING = new NetworkView(Set.of(), Set.of());

    NetworkView {
        addresses = Set.copyOf(addresses);
        sources = Set.copyOf(sources);
    }

    /** What is in {@code some} and not in {@code others}. */
    static Set<InetAddress> without(Set<InetAddress> some, Set<InetAddress> others) {
        Set<InetAddress> rest = new LinkedHashSet<>(some);
        rest.removeAll(others);
        return rest;
    }
}
