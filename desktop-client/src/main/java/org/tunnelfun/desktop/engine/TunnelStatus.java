package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that is known of a tunnel at one moment; screen, tray, log and {@code status} show
 * nothing else.
 *
 * @param name of the tunnel
 * @param state where it stands
 * @param proof how sure that is
 * @param since when it entered this state
 * @param provenAt when a self-check passed last
 * @param rtt smoothed round trip to the server
 * @param server {@code user@host:port}
 * @param forwards one for each in the config
 * @param reason why it is in this state, one plain sentence; empty when there is nothing to say
 * @param nextAttemptAt when the next attempt starts, while waiting
 * @param logins successful logins since the program started
 * @param failure the last failure, if it has not been overcome
 * @param heartbeat last line of the heartbeat command, escaped and bounded; empty without one
 * @param serverVersion the server's identification string, escaped and bounded; empty while unknown
 * @param session what the session is made of, while there is one
 */
public record TunnelStatus(
        String name,
        TunnelState state,
        Proof proof,
        Instant since,
        Optional<Instant> provenAt,
        Optional<Duration> rtt,
        String server,
        List<ForwardStatus> forwards,
        String reason,
        Optional<Instant> nextAttemptAt,
        int logins,
        Optional<Failure> failure,
        String heartbeat,
        String serverVersion,
        Optional<SessionFacts> session) {

    /** The same with other forwards. */
    TunnelStatus with(List<ForwardStatus> others) {
        return new TunnelStatus(
                name,
                state,
                proof,
                since,
                provenAt,
                rtt,
                server,
                others,
                reason,
                nextAttemptAt,
                logins,
                failure,
                heartbeat,
                serverVersion,
                session);
    }

    /**
     * As any record; Java would link its own anew at each start, and keep what it needs for that.
     */
    @Override
    public boolean equals(Object o) {
        return o instanceof TunnelStatus other
                && name.equals(other.name)
                && state == other.state
                && proof == other.proof
                && since.equals(other.since)
                && provenAt.equals(other.provenAt)
                && rtt.equals(other.rtt)
                && server.equals(other.server)
                && forwards.equals(other.forwards)
                && reason.equals(other.reason)
                && nextAttemptAt.equals(other.nextAttemptAt)
                && logins == other.logins
                && failure.equals(other.failure)
                && heartbeat.equals(other.heartbeat)
                && serverVersion.equals(other.serverVersion)
                && session.equals(other.session);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name,
                state,
                proof,
                since,
                provenAt,
                rtt,
                server,
                forwards,
                reason,
                nextAttemptAt,
                logins,
                failure,
                heartbeat,
                serverVersion,
                session);
    }
}
