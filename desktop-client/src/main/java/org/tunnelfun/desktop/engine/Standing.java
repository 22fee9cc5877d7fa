package org.tunnelfun.desktop.engine;

import java.util.Optional;
import org.tunnelfun.desktop.config.Forward;

/**
 * Where a tunnel stands, worked out from the facts; pure.
 *
 * @param state and
 * @param reason in one sentence
 */
record Standing(TunnelState state, String reason) {

    /**
     * The facts.
     *
     * @param on whether the tunnel is wanted
     * @param online whether there is a network to use
     * @param wasUp whether the current session was up before
     * @param session the current one
     * @param underWay whether an attempt is under way
     * @param server where it goes, for people
     * @param failure the last one that is not overcome
     * @param comeback what the tunnel came back from
     */
    record Facts(
            boolean on,
            boolean online,
            boolean wasUp,
            Optional<LiveSession> session,
            boolean underWay,
            String server,
            Optional<Failure> failure,
            Optional<String> comeback) {}

    static Standing of(Facts f) {
        if (!f.on()) {
            return new Standing(TunnelState.OFF, "off");
        }
        return f.session().map(s -> with(f, s)).orElseGet(() -> without(f));
    }

    private static Standing with(Facts f, LiveSession session) {
        Keepers forwards = session.keepers();
        String problem = forwards.problem();
        // Up promises that it comes back: until it is known whom to end for that, it is not.
        boolean known = session.identity().ready();
        boolean up = forwards.allBound() && (f.wasUp() || known && forwards.proof() != Proof.NONE);
        if (up && f.wasUp() && session.suspicion().isPresent()) {
            return new Standing(TunnelState.SUSPECT, session.suspicion().get().reason());
        }
        if (up) {
            String fine =
                    f.comeback()
                            .map(c -> "back after: " + c)
                            .orElseGet(() -> "proven end to end" + reach(session));
            return new Standing(TunnelState.UP, problem.isEmpty() ? fine : problem);
        }
        if (forwards.notPermitted() || forwards.vacancy().isPresent()) {
            return new Standing(TunnelState.NEEDS_USER, problem);
        }
        return new Standing(
                TunnelState.CONNECTING, problem.isEmpty() ? working(forwards) : problem);
    }

    private static String working(Keepers forwards) {
        if (!forwards.allBound()) {
            return "asking for the port";
        }
        return forwards.proof() == Proof.NONE
                ? "checking the way back"
                : "asking the server's shell which process this session is";
    }

    /** The server grants a bind for other machines also where it then listens for itself alone. */
    private static String reach(LiveSession session) {
        return session.config().forwards().stream()
                .map(Forward::remote)
                .filter(Forward.Remote::everywhere)
                .findFirst()
                .map(
                        remote ->
                                "; the server's GatewayPorts decides whether other machines reach "
                                        + remote)
                .orElse("");
    }

    private static Standing without(Facts f) {
        String last = f.failure().map(Failure::message).orElse("");
        // What needs the user is shown until it is overcome, not in between two attempts only.
        if (f.failure().map(x -> x.kind().needsUser()).orElse(false)) {
            return new Standing(TunnelState.NEEDS_USER, last);
        }
        if (f.underWay()) {
            String to = "connecting to " + f.server();
            return new Standing(TunnelState.CONNECTING, last.isEmpty() ? to : last);
        }
        return new Standing(TunnelState.WAITING, f.online() ? last : "no network");
    }
}
