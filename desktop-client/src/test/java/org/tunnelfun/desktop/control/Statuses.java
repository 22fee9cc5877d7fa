package org.tunnelfun.desktop.control;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.SessionFacts;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** Statuses for tests. */
public final class Statuses {

    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    public static final SessionFacts FACTS =
            new SessionFacts(
                    "192.168.1.7:52344",
                    "203.0.113.9:22",
                    "sntrup761x25519-sha512@openssh.com",
                    "chacha20-poly1305@openssh.com");

    private Statuses() {}

    public static TunnelStatus up(String name) {
        return status(name, TunnelState.UP, Proof.PROVEN, "", Optional.empty());
    }

    public static TunnelStatus waiting(String name, String reason) {
        Failure failure = Failure.of(Failure.Kind.UNREACHABLE, reason);
        return status(name, TunnelState.WAITING, Proof.NONE, reason, Optional.of(failure));
    }

    public static TunnelStatus needsUser(String name, String reason, String advice) {
        Failure failure = new Failure(Failure.Kind.HOST_KEY, reason, advice);
        return status(name, TunnelState.NEEDS_USER, Proof.NONE, reason, Optional.of(failure));
    }

    public static TunnelStatus status(
            String name, TunnelState state, Proof proof, String reason, Optional<Failure> failure) {
        boolean up = state == TunnelState.UP;
        Forward forward =
                new Forward(
                        new Forward.Remote("localhost", 2001),
                        new Forward.Target("localhost", 22),
                        Forward.Expect.SSH);
        return new TunnelStatus(
                name,
                state,
                proof,
                NOW.minusSeconds(11_520),
                up ? Optional.of(NOW.minusSeconds(20)) : Optional.empty(),
                up ? Optional.of(Duration.ofMillis(31)) : Optional.empty(),
                "tunnel@tunnel.example.org:22",
                List.of(
                        new ForwardStatus(
                                forward,
                                up ? 2001 : 0,
                                proof,
                                "",
                                up ? 2 : 0,
                                up ? Optional.of(NOW.minusSeconds(5)) : Optional.empty(),
                                4_200_000,
                                17)),
                reason,
                state == TunnelState.WAITING ? Optional.of(NOW.plusSeconds(4)) : Optional.empty(),
                3,
                failure,
                up ? "12:00 up 3 days" : "",
                up ? "SSH-2.0-OpenSSH_9.2p1" : "",
                up ? Optional.of(FACTS) : Optional.empty());
    }
}
