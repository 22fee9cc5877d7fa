package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Keeps a tunnel's one status: the only door between its states, and what is told to others. */
final class StatusBook {
    private final TunnelConfig config;
    private final Time time;
    private final Consumer<TunnelStatus> publish;

    private TunnelState state = TunnelState.OFF;
    private Instant since;
    private Instant upSince;
    private String reason = "off";
    private Optional<Failure> failure = Optional.empty();
    private Optional<Instant> nextAttemptAt = Optional.empty();
    private Optional<Instant> provenAt = Optional.empty();
    private Proof proof = Proof.NONE;
    private int logins;
    private Optional<LiveSession> session = Optional.empty();
    private volatile TunnelStatus status;
    private volatile SshSession visited;

    StatusBook(TunnelConfig config, Time time, Consumer<TunnelStatus> publish) {
        this.config = config;
        this.time = time;
        this.publish = publish;
        this.since = time.wall();
        this.status = build(List.of());
    }

    TunnelState state() {
        return state;
    }

    Instant since() {
        return since;
    }

    Optional<Failure> failure() {
        return failure;
    }

    void loggedIn() {
        logins++;
    }

    void failed(Failure why) {
        failure = Optional.of(why);
    }

    /** The one door between two states. */
    void become(TunnelState next, String why, Optional<LiveSession> with, Optional<Instant> at) {
        if (next != state) {
            if (!state.next().contains(next)) {
                throw new IllegalStateException(config.name() + ": " + state + " to " + next);
            }
            // An outage is one stretch of time, however many attempts it takes.
            boolean sameOutage = working(state) && working(next);
            // A suspicion that came to nothing did not interrupt anything.
            boolean stillUp = state == TunnelState.SUSPECT && next == TunnelState.UP;
            since = sameOutage ? since : stillUp ? upSince : time.wall();
            upSince = next == TunnelState.UP ? since : upSince;
            state = next;
        }
        if (next == TunnelState.UP || next == TunnelState.OFF) {
            failure = Optional.empty();
        }
        reason = why;
        session = with;
        visited = with.map(LiveSession::ssh).orElse(null);
        nextAttemptAt = at;
        boolean bound = next == TunnelState.UP || next == TunnelState.SUSPECT;
        proof = bound ? with.map(s -> s.keepers().proof()).orElse(Proof.NONE) : Proof.NONE;
        with.flatMap(LiveSession::provenAt).ifPresent(then -> provenAt = Optional.of(then));
        TunnelStatus built = build(visitors());
        if (!built.equals(status)) {
            status = built;
            publish.accept(built);
        }
    }

    private static boolean working(TunnelState state) {
        return state == TunnelState.CONNECTING || state == TunnelState.WAITING;
    }

    /** The status with the visitors of this moment; any thread. */
    TunnelStatus now() {
        TunnelStatus last = status;
        SshSession ssh = visited;
        if (ssh == null) {
            return last;
        }
        List<SshSession.Visitors> visitors = ssh.visitors();
        return last.with(
                last.forwards().stream()
                        .map(
                                f ->
                                        forward(
                                                f.forward(),
                                                f.boundPort(),
                                                f.proof(),
                                                f.problem(),
                                                visitors))
                        .toList());
    }

    private List<SshSession.Visitors> visitors() {
        return session.map(s -> s.ssh().visitors()).orElse(List.of());
    }

    private TunnelStatus build(List<SshSession.Visitors> visitors) {
        List<ForwardStatus> forwards =
                session.map(
                                s ->
                                        s.keepers().stream()
                                                .map(
                                                        k ->
                                                                forward(
                                                                        k.forward(),
                                                                        k.port(),
                                                                        k.proof(),
                                                                        k.problem(),
                                                                        visitors))
                                                .toList())
                        .orElseGet(
                                () ->
                                        config.forwards().stream()
                                                .map(f -> forward(f, 0, Proof.NONE, "", visitors))
                                                .toList());
        return new TunnelStatus(
                config.name(),
                state,
                proof,
                since,
                provenAt,
                session.map(s -> s.keepalives().roundTrip()).filter(d -> !d.isZero()),
                config.server().address(),
                forwards,
                reason,
                nextAttemptAt,
                logins,
                failure,
                session.map(s -> s.heartbeat().line()).orElse(""),
                session.map(s -> s.ssh().info().serverVersion()).orElse(""),
                session.map(s -> s.ssh().info().facts()));
    }

    private ForwardStatus forward(
            Forward forward,
            int port,
            Proof proven,
            String problem,
            List<SshSession.Visitors> visitors) {
        Optional<SshSession.Visitors> v =
                visitors.stream().filter(x -> x.forward().equals(forward)).findFirst();
        return new ForwardStatus(
                forward,
                port,
                proven,
                problem,
                v.map(SshSession.Visitors::now).orElse(0),
                v.filter(x -> x.now() > 0)
                        .map(x -> time.wall().minus(Duration.ofNanos(x.oldestNanos()))),
                v.map(SshSession.Visitors::bytesIn).orElse(0L),
                v.map(SshSession.Visitors::bytesOut).orElse(0L));
    }
}
