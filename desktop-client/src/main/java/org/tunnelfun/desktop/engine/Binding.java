package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Bind;
import org.tunnelfun.desktop.engine.SshSession.Heard;

/**
 * Asks for the port of one forward until it is granted, always on the same login; from the second
 * refusal on, what can be taken off the port is. Lives on the tunnel's loop.
 */
final class Binding {
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration FIRST_AGAIN = Duration.ofMillis(30);
    private static final int TAKEOVER_AT = 2;
    private static final int TAKEOVER_EVERY = 5;
    // So often a refused port at which nobody listens is taken for one that is not permitted.
    private static final int NOT_PERMITTED_AFTER = 3;

    /** What comes of it; called on the loop. */
    interface Events {
        void granted();

        /** It will be asked for again. */
        void refused(String why);

        /** Frees the port; answers with what is known of its holder. */
        void takeover(Consumer<Takeover.Outcome> done);
    }

    private final LiveSession session;
    private final Forward forward;
    private final Time.Loop loop;
    private final Events events;

    private Time.Timer timer = () -> {};
    private int port;
    private boolean asking;
    private int refused;
    private int refusedByNobody;
    private Duration againIn = FIRST_AGAIN;
    private String problem = "";

    Binding(LiveSession session, Forward forward, Time.Loop loop, Events events) {
        this.session = session;
        this.forward = forward;
        this.loop = loop;
        this.events = events;
    }

    /** The port that was granted, or 0. */
    int port() {
        return port;
    }

    /** Refusals since it was last granted. */
    int refused() {
        return refused;
    }

    /** Nobody listens on the port, and still it is refused. */
    boolean notPermitted() {
        return refusedByNobody >= NOT_PERMITTED_AFTER;
    }

    void stop() {
        timer.cancel();
    }

    /** Asks, unless it is asking already. */
    void bind() {
        if (!asking && !session.closed()) {
            asking = true;
            session.ssh().bind(forward, WITHIN, session.here(this::answered));
        }
    }

    /** Gives the port back and asks anew. */
    void again(String why) {
        problem = why;
        port = 0;
        session.ssh().unbind(forward, WITHIN, () -> session.here(x -> bind()).accept(null));
    }

    /** Takes over a port that was granted elsewhere on this session. */
    void adopt(int granted) {
        port = granted;
    }

    private void answered(Bind bind) {
        asking = false;
        if (bind.granted()) {
            port = bind.port();
            refused = 0;
            refusedByNobody = 0;
            againIn = FIRST_AGAIN;
            problem = "";
            events.granted();
            return;
        }
        refused++;
        // The first refusal may be a matter of milliseconds: the old session is just going.
        if (refused == TAKEOVER_AT || refused % TAKEOVER_EVERY == 0) {
            events.takeover(session.here(this::tookOver));
        } else {
            problem = problem.isEmpty() ? bind.reason() : problem;
            later();
        }
        events.refused(problem);
    }

    private void tookOver(Takeover.Outcome outcome) {
        problem = outcome.text();
        refusedByNobody = outcome.holder() == Heard.NOBODY ? refusedByNobody + 1 : 0;
        if (outcome.acted()) {
            againIn = FIRST_AGAIN;
            bind();
        } else {
            later();
        }
        events.refused(problem);
    }

    private void later() {
        timer.cancel();
        timer = loop.after(againIn, this::bind);
        Duration most = session.config().retry().bindRetry();
        Duration twice = againIn.multipliedBy(2);
        againIn = twice.compareTo(most) < 0 ? twice : most;
    }
}
