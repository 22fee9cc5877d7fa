package org.tunnelfun.desktop.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.control.Statuses;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** Statuses as the engine would tell them at {@link #NOW}. */
public final class Samples {

    public static final Instant NOW = Instant.parse("2026-03-01T12:04:31Z");

    private Samples() {}

    public static TunnelStatus up(String name, int port) {
        return status(name, port, TunnelState.UP, Proof.PROVEN, "", Optional.empty());
    }

    public static TunnelStatus suspect(String name, int port) {
        return status(
                name,
                port,
                TunnelState.SUSPECT,
                Proof.PROVEN,
                "keepalive unanswered for 2 s",
                Optional.empty());
    }

    public static TunnelStatus waiting(String name, int port) {
        return status(
                name,
                port,
                TunnelState.WAITING,
                Proof.NONE,
                "connection refused",
                Optional.of(Failure.of(Failure.Kind.UNREACHABLE, "connection refused")));
    }

    public static TunnelStatus targetDown(String name, int port) {
        return status(
                name,
                port,
                TunnelState.UP,
                Proof.TARGET_DOWN,
                "nothing answers at localhost:22 on this device",
                Optional.empty());
    }

    public static TunnelStatus off(String name, int port) {
        return status(name, port, TunnelState.OFF, Proof.NONE, "", Optional.empty());
    }

    /** As the login says it. */
    static final String CHANGED_KEY =
            "the host key of tunnel.example.org has changed: it offers ED25519"
                    + " SHA256:uNiVztksCsDhcc0u9e8BrOdHwpdV0pJg5XhDMyWJ1Wk, known is ED25519"
                    + " SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM"
                    + " (/home/anna/.ssh/known_hosts:3)";

    public static TunnelStatus needsUser(String name, int port) {
        return status(
                name,
                port,
                TunnelState.NEEDS_USER,
                Proof.NONE,
                CHANGED_KEY,
                Optional.of(
                        new Failure(
                                Failure.Kind.CHANGED_HOST_KEY,
                                CHANGED_KEY,
                                "If the server was set up anew, remove its old key:\n"
                                        + "  ssh-keygen -R tunnel.example.org")));
    }

    public static TunnelStatus status(
            String name,
            int port,
            TunnelState state,
            Proof proof,
            String reason,
            Optional<Failure> failure) {
        boolean up = state == TunnelState.UP || state == TunnelState.SUSPECT;
        ForwardStatus forward =
                new ForwardStatus(
                        new Forward(
                                new Forward.Remote("localhost", port),
                                new Forward.Target("localhost", 22),
                                Forward.Expect.SSH),
                        up ? port : 0,
                        proof,
                        "",
                        up ? 1 : 0,
                        up ? Optional.of(NOW.minusSeconds(300)) : Optional.empty(),
                        up ? 4_200_000 : 0,
                        up ? 83_000 : 0);
        return new TunnelStatus(
                name,
                state,
                proof,
                NOW.minus(Duration.ofMinutes(192)),
                up ? Optional.of(NOW.minusSeconds(20)) : Optional.empty(),
                up ? Optional.of(Duration.ofMillis(31)) : Optional.empty(),
                "tunnel@tunnel.example.org:22",
                List.of(forward),
                reason,
                state == TunnelState.WAITING ? Optional.of(NOW.plusSeconds(4)) : Optional.empty(),
                up ? 3 : 0,
                failure,
                up ? "12:04:25 up 41 days, load average: 0.08, 0.03, 0.01" : "",
                up ? "SSH-2.0-OpenSSH_9.2p1" : "",
                up ? Optional.of(Statuses.FACTS) : Optional.empty());
    }

    /** The same, begun at another time. */
    public static TunnelStatus since(TunnelStatus s, Instant since) {
        return with(s, s.rtt(), since);
    }

    public static TunnelStatus with(TunnelStatus s, Duration rtt, Instant since) {
        return with(s, Optional.of(rtt), since);
    }

    /** The same with other forwards. */
    public static TunnelStatus with(TunnelStatus s, List<ForwardStatus> forwards) {
        return with(s, forwards, s.rtt(), s.since());
    }

    private static TunnelStatus with(TunnelStatus s, Optional<Duration> rtt, Instant since) {
        return with(s, s.forwards(), rtt, since);
    }

    private static TunnelStatus with(
            TunnelStatus s, List<ForwardStatus> forwards, Optional<Duration> rtt, Instant since) {
        return new TunnelStatus(
                s.name(),
                s.state(),
                s.proof(),
                since,
                s.provenAt(),
                rtt,
                s.server(),
                forwards,
                s.reason(),
                s.nextAttemptAt(),
                s.logins(),
                s.failure(),
                s.heartbeat(),
                s.serverVersion(),
                s.session());
    }
}
