package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Heard;

/**
 * Listens at a port that a session of an earlier run may still hold, from the login on: whether it
 * is silent takes a while to tell, and by the time a bind is refused that while is nearly over.
 * Lives on the tunnel's loop.
 */
final class EarlyProbe {
    private final LiveSession session;
    private Optional<Heard> heard = Optional.empty();
    private Consumer<Heard> waiting = x -> {};

    EarlyProbe(LiveSession session, Forward forward, Duration within) {
        this.session = session;
        session.ssh().probe(forward, within, session.here(this::answered));
    }

    /** Whether it went through this session. */
    boolean of(LiveSession other) {
        return session == other;
    }

    /** Tells what was heard, once it is known. */
    void then(Consumer<Heard> use) {
        heard.ifPresentOrElse(use, () -> waiting = use);
    }

    private void answered(Heard answer) {
        heard = Optional.of(answer);
        waiting.accept(answer);
    }
}
