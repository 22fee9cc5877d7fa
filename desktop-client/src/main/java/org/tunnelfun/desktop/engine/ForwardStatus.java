package org.tunnelfun.desktop.engine;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.tunnelfun.desktop.config.Forward;

/**
 * One forward of a tunnel, as it stands.
 *
 * @param forward from the config
 * @param boundPort the port the server listens on, 0 while it does not
 * @param proof of this forward alone
 * @param problem what is wrong with it, empty when nothing is
 * @param visitors connections through it now
 * @param oldestVisitor since when the oldest of them lasts
 * @param bytesIn from the server to the target, of all visitors so far
 * @param bytesOut from the target to the server
 */
public record ForwardStatus(
        Forward forward,
        int boundPort,
        Proof proof,
        String problem,
        int visitors,
        Optional<Instant> oldestVisitor,
        long bytesIn,
        long bytesOut) {

    /**
     * As any record; Java would link its own anew at each start, and keep what it needs for that.
     */
    @Override
    public boolean equals(Object o) {
        return o instanceof ForwardStatus other
                && forward.equals(other.forward)
                && boundPort == other.boundPort
                && proof == other.proof
                && problem.equals(other.problem)
                && visitors == other.visitors
                && oldestVisitor.equals(other.oldestVisitor)
                && bytesIn == other.bytesIn
                && bytesOut == other.bytesOut;
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                forward, boundPort, proof, problem, visitors, oldestVisitor, bytesIn, bytesOut);
    }
}
