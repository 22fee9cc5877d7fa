package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.tunnelfun.desktop.engine.SshSession.ServerProcess;

/**
 * From the moment a session takes another's place until it has the ports: the server process of the
 * replaced one is ended where that can be done; where not, the replaced one is kept for a while,
 * and may revive. Lives on the tunnel's loop.
 */
final class Handover {
    private static final Duration CHANCE_TO_REVIVE = Duration.ofSeconds(10);

    /** Ends a server process through a session. */
    interface EndOwn {
        void end(LiveSession through, ServerProcess process, Consumer<Boolean> done);
    }

    private final Time.Loop loop;
    private final EndOwn endOwn;

    private LiveSession through;
    private LiveSession replaced;
    private boolean mayRevive;
    private boolean waits;
    private Time.Timer timer = () -> {};

    Handover(Time.Loop loop, EndOwn endOwn) {
        this.loop = loop;
        this.endOwn = endOwn;
    }

    /** The replaced session, while it is kept. */
    Optional<LiveSession> replaced() {
        return Optional.ofNullable(replaced);
    }

    /**
     * Goes ahead as soon as the new session is identified.
     *
     * @param old the session whose place it takes, if that is still there
     * @param mayRevive whether that one gets it back if it speaks before the ports are taken; one
     *     that spoke all the time would only be examined, and replaced, again and again
     */
    void begin(LiveSession current, Optional<LiveSession> old, boolean mayRevive) {
        finish();
        through = current;
        replaced = old.orElse(null);
        this.mayRevive = mayRevive;
        waits = true;
        if (current.identity().ready()) {
            identified(current);
        }
    }

    /** The session knows its process, or will not in time. */
    void identified(LiveSession session) {
        if (waits && session == through) {
            waits = false;
            takePorts(session);
        }
    }

    /** Ends the replaced session, if there is one. */
    void finish() {
        timer.cancel();
        if (replaced != null) {
            replaced.end();
            replaced = null;
        }
    }

    /** Whether this is the replaced session, and may take its place back. */
    boolean mayRevive(LiveSession session) {
        return mayRevive && session == replaced;
    }

    /** Gives up: the replaced session takes its place back. */
    LiveSession revive() {
        timer.cancel();
        LiveSession revived = replaced;
        replaced = null;
        through = null;
        waits = false;
        return revived;
    }

    private void takePorts(LiveSession session) {
        Optional<ServerProcess> process = replaced().flatMap(r -> r.identity().process());
        if (process.isPresent() && !session.identity().shellClosed()) {
            // End it first, close our old socket after: closing first gives up one that may revive.
            endOwn.end(
                    session,
                    process.get(),
                    ended -> {
                        if (session == through && ended) {
                            finish();
                        }
                        bindBeside(session);
                    });
        } else {
            bindBeside(session);
        }
    }

    private void bindBeside(LiveSession session) {
        if (session != through) {
            return;
        }
        if (!mayRevive) {
            finish();
        }
        if (replaced != null) {
            timer.cancel();
            timer = loop.after(CHANCE_TO_REVIVE, this::finish);
        }
        session.bind();
    }
}
