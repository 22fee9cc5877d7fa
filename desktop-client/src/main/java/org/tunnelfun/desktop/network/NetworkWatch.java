package org.tunnelfun.desktop.network;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.engine.Time;

/**
 * Looks at the addresses and the clocks once a second and tells what changed. Polling is the one
 * way that works on every system without native code.
 */
public final class NetworkWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);

    /** A lost address should be known before a person notices; a look costs 0.3 ms. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    private final Time time;
    private final Supplier<NetworkView> network;
    private final Consumer<Change> listener;
    private final Time.Loop loop;
    private NetworkView last = NetworkView.NOTHING;
    private boolean lookFailed;

    /**
     * Starts to watch.
     *
     * @param listener told on the watch's own thread; must not block. The first call names
     *     everything as added.
     */
    public NetworkWatch(Time time, Consumer<Change> listener) {
        this(time, NetworkReader::read, listener);
    }

    NetworkWatch(Time time, Supplier<NetworkView> network, Consumer<Change> listener) {
        this.time = time;
        this.network = network;
        this.listener = listener;
        this.loop = time.loop("network-watch");
        loop.execute(() -> look("the watch started", false));
        loop.execute(this::await);
    }

    private void await() {
        Instant wall = time.wall();
        long nanos = time.nanos();
        loop.after(
                PERIOD,
                () -> {
                    Optional<String> slept =
                            Sleep.noticed(
                                    PERIOD,
                                    Duration.between(wall, time.wall()),
                                    Duration.ofNanos(time.nanos() - nanos));
                    look(slept.orElse(""), slept.isPresent());
                    await();
                });
    }

    private void look(String why, boolean woke) {
        NetworkView now = view();
        Set<InetAddress> gone = NetworkView.without(last.addresses(), now.addresses());
        Set<InetAddress> added = NetworkView.without(now.addresses(), last.addresses());
        boolean moved = !now.sources().equals(last.sources());
        if (!why.isEmpty() || !gone.isEmpty() || !added.isEmpty() || moved) {
            String reason = why.isEmpty() ? Change.describe(gone, added) : why;
            last = now;
            listener.accept(new Change(reason, now.addresses(), gone, added, woke));
        }
    }

    /** A failed look changes nothing: what cannot be seen is not gone. */
    private NetworkView view() {
        try {
            NetworkView view = network.get();
            lookFailed = false;
            return view;
        } catch (UncheckedIOException e) {
            if (!lookFailed) {
                LOG.warn("cannot see this device's addresses: {}", e.getMessage());
            }
            lookFailed = true;
            return last;
        }
    }

    /** Stops; a call under way may still reach the listener. */
    @Override
    public void close() {
        loop.close();
    }

    /**
     * What happened to this device's network.
     *
     * @param reason one plain phrase for the log and the screen
     * @param now all addresses of this device, without loopback; link-local ones are among them
     * @param gone addresses that it had at the last look: a session from one of them is lost
     * @param added addresses that are new. Containers, VPNs and IPv6 privacy addresses come and go
     *     beside a healthy session, so this is a reason to ask, not to hang up.
     * @param woke whether the device slept since the last look
     */
    public record Change(
            String reason,
            Set<InetAddress> now,
            Set<InetAddress> gone,
            Set<InetAddress> added,
            boolean woke) {

        public Change {
            now = Set.copyOf(now);
            gone = Set.copyOf(gone);
            added = Set.copyOf(added);
        }

        /** Whether there is an address that leads further than the next cable. */
        public boolean online() {
            return now.stream().anyMatch(a -> !a.isLinkLocalAddress());
        }

        static String describe(Set<InetAddress> gone, Set<InetAddress> added) {
            if (!gone.isEmpty()) {
                return "this device lost the address " + some(gone);
            }
            if (!added.isEmpty()) {
                return "this device got the address " + some(added);
            }
            return "the way out of this device changed";
        }

        private static String some(Set<InetAddress> addresses) {
            String first =
                    addresses.stream().map(InetAddress::getHostAddress).sorted().findFirst().get();
            int more = addresses.size() - 1;
            return more == 0 ? first : first + " and " + more + " more";
        }
    }
}
