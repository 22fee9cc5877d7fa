package org.tunnelfun.desktop.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.config.TunnelConfig;

/** One tunnel to a scripted server, with both clocks in the test's hands. */
final class Scene implements AutoCloseable {
    final FakeTime time = new FakeTime();
    final ScriptedSsh ssh = new ScriptedSsh();
    final List<TunnelStatus> history = new ArrayList<>();
    final Tunnels tunnels;
    private final TunnelConfig config;

    Scene(Path state) {
        this(state, "run-1", c -> c);
    }

    Scene(Path state, String run, UnaryOperator<TunnelConfig> edit) {
        config = edit.apply(config());
        RandomGenerator middle = () -> Long.MAX_VALUE;
        tunnels = new Tunnels(ssh, time, middle, new Journal(state, "device", run));
        tunnels.listen(
                all -> all.stream().filter(s -> !same(s)).findFirst().ifPresent(history::add));
    }

    private boolean same(TunnelStatus status) {
        return !history.isEmpty()
                && history.get(history.size() - 1).state() == status.state()
                && history.get(history.size() - 1).reason().equals(status.reason());
    }

    static TunnelConfig config() {
        ServerConfig server =
                ServerConfig.of("home", "server.example", 22, "tunnel")
                        .withoutAgent()
                        .withKnownHosts(
                                Path.of("/nonexistent/known_hosts"),
                                ServerConfig.StrictHostKeyChecking.YES);
        Forward forward =
                new Forward(
                        new Forward.Remote("localhost", 2000),
                        new Forward.Target("localhost", 22),
                        Forward.Expect.SSH);
        return new TunnelConfig(
                "nas",
                server,
                Optional.empty(),
                true,
                List.of(forward),
                Retry.DEFAULTS,
                Staleness.DEFAULTS);
    }

    static UnaryOperator<TunnelConfig> challenge(Retry.Challenge when) {
        return c ->
                new TunnelConfig(
                        c.name(),
                        c.server(),
                        c.device(),
                        true,
                        c.forwards(),
                        new Retry(
                                c.retry().interval(),
                                c.retry().maxInterval(),
                                c.retry().backoffFactor(),
                                c.retry().jitterPercent(),
                                c.retry().steadyAfter(),
                                c.retry().connectTimeout(),
                                c.retry().loginTimeout(),
                                c.retry().bindRetry(),
                                when,
                                c.retry().challengeInterval()),
                        c.staleness());
    }

    static UnaryOperator<TunnelConfig> reaper(int port) {
        return c ->
                new TunnelConfig(
                        c.name(),
                        c.server().withReaperPort(port),
                        c.device(),
                        true,
                        c.forwards(),
                        c.retry(),
                        c.staleness());
    }

    /**
     * @param seconds the least time that a keepalive's reply may take
     */
    static UnaryOperator<TunnelConfig> replyWithin(int seconds) {
        return c ->
                new TunnelConfig(
                        c.name(),
                        c.server(),
                        c.device(),
                        true,
                        c.forwards(),
                        c.retry(),
                        new Staleness(
                                c.staleness().serverAliveInterval(),
                                Duration.ofSeconds(seconds),
                                c.staleness().selfCheckInterval(),
                                c.staleness().selfCheckTimeout(),
                                c.staleness().heartbeatCommand(),
                                c.staleness().heartbeatStaleAfter()));
    }

    static UnaryOperator<TunnelConfig> alsoForwarding(int port) {
        return c -> {
            Forward first = c.forwards().get(0);
            Forward second =
                    new Forward(
                            new Forward.Remote("localhost", port), first.target(), first.expect());
            return new TunnelConfig(
                    c.name(),
                    c.server(),
                    c.device(),
                    true,
                    List.of(first, second),
                    c.retry(),
                    c.staleness());
        };
    }

    Scene start() {
        tunnels.apply(List.of(config));
        time.pass(Duration.ZERO);
        return this;
    }

    /** Started, proven, and steady. */
    Scene up() {
        start();
        seconds(30);
        if (state() != TunnelState.UP) {
            throw new AssertionError("not up: " + status());
        }
        return this;
    }

    void seconds(double s) {
        time.pass(Duration.ofNanos((long) (s * 1e9)));
    }

    /** Passes time until the tunnel is up again; how long that took, in seconds. */
    double untilUp(double most) {
        for (int tenths = 0; tenths <= most * 10; tenths++) {
            if (state() == TunnelState.UP
                    && ssh.server.holder != null
                    && !ssh.server.holder.frozen) {
                return tenths / 10.0;
            }
            seconds(0.1);
        }
        throw new AssertionError("not up within " + most + " s: " + status());
    }

    TunnelStatus status() {
        return tunnels.statuses().get(0);
    }

    TunnelState state() {
        return status().state();
    }

    List<TunnelState> states() {
        List<TunnelState> states = new ArrayList<>();
        for (TunnelStatus s : history) {
            if (states.isEmpty() || states.get(states.size() - 1) != s.state()) {
                states.add(s.state());
            }
        }
        return states;
    }

    @Override
    public void close() {
        // Nothing real runs.
    }
}
