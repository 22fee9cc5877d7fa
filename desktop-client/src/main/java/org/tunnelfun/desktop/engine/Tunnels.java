package org.tunnelfun.desktop.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Makes the running tunnels match the config, and passes on wakes and network changes. */
public final class Tunnels implements TunnelControl, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnels.class);
    // Ending a session closes a socket; this is the limit for a machine that is very busy.
    private static final Duration CLOSE_WITHIN = Duration.ofMillis(1500);

    private final Ssh ssh;
    private final Time time;
    private final RandomGenerator chance;
    private final Journal journal;
    private final List<Consumer<List<TunnelStatus>>> listeners = new CopyOnWriteArrayList<>();
    // Statuses are told from a loop of their own, so that they arrive in order and a slow listener
    // holds up no tunnel.
    private final Time.Loop telling;
    private volatile Map<String, Tunnel> tunnels = Map.of();
    private volatile List<HostPort> servers = List.of();

    /**
     * Tunnels over these means; none runs before {@link #apply}.
     *
     * @param chance for jitter
     * @param journal remembers our own server processes
     */
    public Tunnels(Ssh ssh, Time time, RandomGenerator chance, Journal journal) {
        this.time = time;
        this.chance = chance;
        this.journal = journal;
        this.telling = time.loop("statuses");
        this.ssh = new LoginQueue(ssh, telling);
    }

    /**
     * Makes the running tunnels match these: new ones start if they connect by themselves, changed
     * ones restart, missing ones end, all others are left alone.
     */
    public synchronized void apply(List<TunnelConfig> wanted) {
        Map<String, Tunnel> before = tunnels;
        Map<String, Tunnel> after = new LinkedHashMap<>();
        List<Tunnel> fresh = new ArrayList<>();
        for (TunnelConfig config : wanted) {
            Tunnel running = before.get(config.name());
            if (running != null && running.config().equals(config)) {
                after.put(config.name(), running);
            } else {
                HostPort server = LoginQueue.server(config);
                Tunnel tunnel =
                        new Tunnel(
                                config,
                                ssh,
                                time,
                                chance,
                                journal,
                                () -> Collections.frequency(servers, server),
                                s -> publish());
                after.put(config.name(), tunnel);
                fresh.add(tunnel);
            }
        }
        tunnels = after;
        servers = wanted.stream().map(LoginQueue::server).toList();
        before.values().stream()
                .filter(t -> !after.containsValue(t))
                .forEach(
                        t -> {
                            LOG.debug("tunnel={} ends: the config changed", t.config().name());
                            t.close(() -> {});
                        });
        fresh.stream().filter(t -> t.config().autoConnect()).forEach(Tunnel::start);
        publish();
    }

    @Override
    public List<TunnelStatus> statuses() {
        return tunnels.values().stream().map(Tunnel::status).toList();
    }

    @Override
    public AutoCloseable listen(Consumer<List<TunnelStatus>> listener) {
        listeners.add(listener);
        telling.execute(() -> listener.accept(statuses()));
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean reconnect(String name) {
        return each(name, Tunnel::reconnect);
    }

    @Override
    public boolean pause(String name) {
        return each(name, Tunnel::pause);
    }

    @Override
    public boolean resume(String name) {
        return each(name, Tunnel::resume);
    }

    /** The machine slept, or something else may have killed sessions: all are asked at once. */
    public void wake(String reason) {
        tunnels.values().forEach(t -> t.wake(reason));
    }

    /**
     * Addresses came or went.
     *
     * @param now all addresses of this machine
     * @param reason for the log
     */
    public void networkChanged(Set<InetAddress> now, String reason) {
        boolean usable =
                now.stream().anyMatch(a -> !a.isLoopbackAddress() && !a.isLinkLocalAddress());
        tunnels.values().forEach(t -> t.networkChanged(now, usable, reason));
    }

    /** Ends all sessions and waits until that is done, two seconds at most. */
    @Override
    public synchronized void close() {
        Map<String, Tunnel> before = tunnels;
        CountDownLatch ended = new CountDownLatch(before.size());
        before.values().forEach(t -> t.close(ended::countDown));
        try {
            if (!ended.await(CLOSE_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("not all sessions ended within {} ms", CLOSE_WITHIN.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        telling.close();
    }

    private boolean each(String name, Consumer<Tunnel> action) {
        List<Tunnel> named =
                tunnels.values().stream()
                        .filter(t -> name == null || Objects.equals(name, t.config().name()))
                        .toList();
        named.forEach(action);
        return !named.isEmpty();
    }

    private void publish() {
        telling.execute(
                () -> {
                    List<TunnelStatus> all = statuses();
                    listeners.forEach(l -> l.accept(all));
                });
    }
}
