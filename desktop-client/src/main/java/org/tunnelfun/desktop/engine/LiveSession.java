package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Suspicion.Cause;

/**
 * One logged-in session with all that watches over it: its server process, forwards, keepalives and
 * heartbeat. Lives on the tunnel's loop and tells the tunnel what it finds.
 */
final class LiveSession {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);

    /** What the tunnel does about it; called on the loop. */
    interface Owner {
        /** Forwards or proofs changed. */
        void changed(LiveSession session);

        /** Something was late or is gone. */
        void suspect(LiveSession session, Suspicion suspicion);

        /** Something was heard, or a check ended, while suspect. */
        void heard(LiveSession session);

        /** The clocks stood still. */
        void stoodStill(Duration by);

        /** Frees the port of a forward. */
        void takeover(LiveSession session, Forward forward, Consumer<Takeover.Outcome> done);
    }

    private final TunnelConfig config;
    private final SshSession ssh;
    private final Time time;
    private final Time.Loop loop;
    private final Owner owner;
    private final long openedAt;
    private final long connectedAt;
    private final Keepers keepers;
    private final Keepalives keepalives;
    private final Heartbeat heartbeat;
    private final Identity identity;

    private boolean closed;
    private boolean heartbeatStarted;
    private Optional<Suspicion> suspicion = Optional.empty();
    private Optional<Instant> provenAt = Optional.empty();
    private String targetProblem = "";

    LiveSession(
            TunnelConfig config,
            SshSession ssh,
            Journal journal,
            Time time,
            Time.Loop loop,
            Owner owner) {
        this.config = config;
        this.ssh = ssh;
        this.time = time;
        this.loop = loop;
        this.owner = owner;
        this.openedAt = time.nanos();
        this.connectedAt = openedAt - ssh.info().loginTook().toNanos();
        Map<Forward.Target, CheckQueue> queues = new HashMap<>();
        this.keepers = new Keepers(config.forwards().stream().map(f -> keeper(f, queues)).toList());
        this.keepalives =
                new Keepalives(ssh, config.staleness(), time, loop, new KeepaliveEvents());
        this.heartbeat =
                new Heartbeat(
                        config.name(),
                        ssh,
                        config.staleness(),
                        time,
                        loop,
                        () -> suspect(Cause.HEARTBEAT, heartbeatSilent()));
        this.identity = new Identity(this, journal, time, loop);
    }

    private ForwardKeeper keeper(Forward forward, Map<Forward.Target, CheckQueue> queues) {
        CheckQueue queue = queues.computeIfAbsent(forward.target(), t -> new CheckQueue(loop));
        return new ForwardKeeper(this, forward, queue, loop, new KeeperEvents());
    }

    /** Starts watching, and learns who it is on the server before {@code ready} runs; see there. */
    void start(Runnable ready) {
        keepalives.start();
        identity.learn(
                () -> {
                    startHeartbeat();
                    ready.run();
                });
    }

    /** Asks for all forwards. */
    void bind() {
        keepers.bind();
    }

    /** Ends it and all that watches over it, at once. */
    void end() {
        if (!closed) {
            closed = true;
            keepalives.stop();
            heartbeat.stop();
            keepers.stop();
            identity.stop();
            ssh.end();
        }
    }

    /** Wraps an answer so that it arrives on the loop, and not after the end. */
    <T> Consumer<T> here(Consumer<T> answer) {
        return value ->
                loop.execute(
                        () -> {
                            if (!closed) {
                                answer.accept(value);
                            }
                        });
    }

    SshSession ssh() {
        return ssh;
    }

    TunnelConfig config() {
        return config;
    }

    boolean closed() {
        return closed;
    }

    Identity identity() {
        return identity;
    }

    Keepers keepers() {
        return keepers;
    }

    Keepalives keepalives() {
        return keepalives;
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    Optional<Instant> provenAt() {
        return provenAt;
    }

    Optional<Suspicion> suspicion() {
        return suspicion;
    }

    Duration age() {
        return Duration.ofNanos(time.nanos() - openedAt);
    }

    Duration sinceConnected() {
        return Duration.ofNanos(time.nanos() - connectedAt);
    }

    /** Something happened that may have killed it: asks at once. */
    void verify() {
        heartbeat.forgive();
        keepalives.soon();
        keepers.checkSoon();
    }

    /** A self-check passed. */
    void proven(Duration took) {
        provenAt = Optional.of(time.wall());
        LOG.trace("tunnel={} proven in {} ms", config.name(), took.toMillis());
    }

    /** Makes it suspect, unless it is already. */
    void suspect(Cause cause, String reason) {
        if (closed || (suspicion.isPresent() && cause != Cause.ADDRESS)) {
            return;
        }
        suspicion = Optional.of(new Suspicion(cause, reason));
        if (cause != Cause.SILENCE) {
            keepalives.mark();
        }
        owner.suspect(this, suspicion.get());
    }

    /** It has shown that it lives. */
    void clear() {
        boolean again = suspicion.map(s -> s.cause() == Cause.HEARTBEAT).orElse(false);
        suspicion = Optional.empty();
        if (again) {
            heartbeat.start();
        }
    }

    private String heartbeatSilent() {
        return "heartbeat silent for "
                + config.staleness().heartbeatStaleAfter().toSeconds()
                + " s";
    }

    // Not beside the first question to the server's shell: sshd's MaxSessions may be 1, and the
    // heartbeat would be refused for as long as the session lives.
    private void startHeartbeat() {
        if (!heartbeatStarted && identity.ready() && keepers.allBound()) {
            heartbeatStarted = true;
            heartbeat.start();
        }
    }

    // A visitor that did not reach the target tells more quickly than the next self-check.
    private void lookAtVisitors() {
        String problem =
                ssh.visitors().stream()
                        .map(SshSession.Visitors::targetProblem)
                        .filter(p -> !p.isEmpty())
                        .findFirst()
                        .orElse("");
        if (!problem.equals(targetProblem)) {
            targetProblem = problem;
            keepers.checkSoon();
        }
    }

    private final class KeeperEvents implements ForwardKeeper.Events {
        @Override
        public void changed() {
            startHeartbeat();
            owner.changed(LiveSession.this);
        }

        @Override
        public void takeover(Forward forward, Consumer<Takeover.Outcome> done) {
            owner.takeover(LiveSession.this, forward, done);
        }

        @Override
        public void silent(String reason) {
            suspect(Cause.SELF_CHECK, reason);
        }
    }

    private final class KeepaliveEvents implements Keepalives.Events {
        @Override
        public void late(Duration unanswered) {
            suspect(Cause.SILENCE, "keepalive unanswered for " + seconds(unanswered));
            owner.heard(LiveSession.this);
        }

        @Override
        public void heard() {
            lookAtVisitors();
            if (suspicion.isPresent()) {
                owner.heard(LiveSession.this);
            }
        }

        @Override
        public void answered() {
            owner.changed(LiveSession.this);
        }

        @Override
        public void stoodStill(Duration by) {
            owner.stoodStill(by);
        }
    }

    private static String seconds(Duration d) {
        return d.toMillis() / 100 / 10.0 + " s";
    }
}
