package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Suspicion.Cause;

/**
 * The at most two sessions of a tunnel: the current one and, beside it, either a challenger or the
 * one that was just replaced and still holds the port. Never hangs up on silence; replaces on the
 * proof that {@link Replacement} asks for. Lives on the tunnel's loop.
 */
final class Pair implements LiveSession.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Pair.class);

    // A thousand clients that lose one server must not dial it in the same instant.
    private static final Duration CHALLENGER_JITTER = Duration.ofMillis(200);
    // A self-check usually tells within this time whether a challenger is needed at all.
    private static final Duration CHECK_FIRST = Duration.ofSeconds(1);

    /** What the tunnel does about it; called on the loop. */
    interface Events {
        /** Something to show. */
        void changed();

        /** The current session is gone and nothing takes its place. */
        void lost(LiveSession session, Failure failure);

        /** The challenger is the current session now. */
        void replaced(String reason);

        /** The replaced session has come back to life. */
        void restored();

        /** The clocks stood still. */
        void stoodStill(Duration by);

        /** Frees the port of a forward. */
        void takeover(LiveSession session, Forward forward, Consumer<Takeover.Outcome> done);

        /** Ends the server process of a replaced session. */
        void endOwn(LiveSession through, SshSession.ServerProcess process, Consumer<Boolean> done);

        /** Whether the current session was up. */
        boolean wasUp();
    }

    private final TunnelConfig config;
    private final Time time;
    private final Time.Loop loop;
    private final Attempts attempts;
    private final Events events;
    private final Handover handover;

    private LiveSession current;
    private LiveSession challenger;
    private Optional<Examination> examination = Optional.empty();
    private boolean challenging;
    private Optional<Duration> bestLogin = Optional.empty();

    Pair(TunnelConfig config, Time time, Time.Loop loop, Attempts attempts, Events events) {
        this.config = config;
        this.time = time;
        this.loop = loop;
        this.attempts = attempts;
        this.events = events;
        this.handover = new Handover(loop, events::endOwn);
    }

    Optional<LiveSession> current() {
        return Optional.ofNullable(current);
    }

    boolean suspect() {
        return current != null && current.suspicion().isPresent();
    }

    /** Whether an attempt is worth making: never a third session beside two. */
    boolean wantsSession() {
        return current == null
                || (suspect() && alone() && !examination.map(Examination::undecided).orElse(false));
    }

    /**
     * What is known of the server's other clients.
     *
     * @param own sessions of this program on that server
     */
    Optional<Crowd> crowd(int own) {
        return current()
                .map(s -> s.identity().sessions())
                .filter(sessions -> sessions > 0)
                .map(s -> new Crowd(Math.max(0, s - own), bestLogin.orElse(Duration.ZERO)));
    }

    /** Whether there is no second session. */
    boolean alone() {
        return challenger == null && handover.replaced().isEmpty();
    }

    Proof proof() {
        return current == null ? Proof.NONE : current.keepers().proof();
    }

    /** Whether a server process belongs to one of the sessions. */
    boolean livesAt(SshSession.ServerProcess process) {
        return isAt(current, process)
                || isAt(challenger, process)
                || isAt(handover.replaced().orElse(null), process);
    }

    private static boolean isAt(LiveSession session, SshSession.ServerProcess process) {
        return session != null && session.identity().process().filter(process::equals).isPresent();
    }

    /** The next session that opens asks for the ports of a session that is not suspect. */
    void expectChallenge() {
        challenging = true;
    }

    void verify() {
        if (current != null) {
            current.verify();
        }
    }

    void endAll() {
        stopExamination();
        dropChallenger();
        handover.finish();
        if (current != null) {
            current.end();
            current = null;
        }
    }

    /**
     * A login went through.
     *
     * @param before the failure that it follows, if there was one
     */
    void opened(LiveSession session, Optional<Failure> before) {
        Duration login = session.ssh().info().loginTook();
        bestLogin =
                bestLogin.filter(best -> best.compareTo(login) < 0).or(() -> Optional.of(login));
        boolean challenge = challenging && !suspect();
        challenging = false;
        if (current == null) {
            current = session;
            begin(session, before.map(f -> f.kind().doubtsNetwork()).orElse(false));
        } else if (suspect()) {
            challenger = session;
            session.start(() -> handover.identified(session));
            examination.ifPresent(e -> e.challenger(Optional.of(session)));
        } else if (challenge) {
            challenger = session;
            session.start(() -> challenge(session));
        } else {
            session.end();
        }
    }

    // A session that falls silent before its server process is known keeps its ports, and nobody
    // can end it. So where the network just failed, ports wait for the server's shell; else they
    // need not: it may be slow.
    private void begin(LiveSession session, boolean shaky) {
        if (shaky) {
            session.start(session::bind);
        } else {
            session.bind();
            session.start(() -> changed(session));
        }
    }

    /** Whether a failed attempt concerns a challenger only; then the next one is arranged. */
    boolean failedIsHarmless(Failure failure) {
        challenging = false;
        if (current == null) {
            return false;
        }
        if (suspect()) {
            LOG.debug("tunnel={} challenger: {}", config.name(), failure.message());
            attempts.afterFailure(failure, true);
        }
        return true;
    }

    /** A session was ended by the other side or the network. */
    void ended(SshSession ssh, Failure failure) {
        if (current != null && current.ssh() == ssh) {
            LiveSession gone = current;
            gone.end();
            current = null;
            stopExamination();
            handover.finish();
            if (challenger == null) {
                events.lost(gone, failure);
            } else {
                LOG.info("tunnel={} {}", config.name(), failure.message());
                becomeCurrent(failure.message());
                handover.begin(current, Optional.empty(), false);
                events.changed();
            }
        } else if (challenger != null && challenger.ssh() == ssh) {
            dropChallenger();
            if (suspect()) {
                attempts.afterFailure(failure, true);
            }
        } else if (handover.replaced().map(r -> r.ssh() == ssh).orElse(false)) {
            handover.finish();
        }
    }

    @Override
    public void changed(LiveSession session) {
        if (session == current) {
            if (current.keepers().allBound()) {
                handover.finish();
            }
            events.changed();
        }
    }

    @Override
    public void suspect(LiveSession session, Suspicion suspicion) {
        if (session == challenger) {
            dropChallenger();
            attempts.afterFailure(silent(suspicion), true);
        } else if (session == current && !events.wasUp() && !current.keepers().serves()) {
            current.end();
            current = null;
            handover.finish();
            events.lost(session, silent(suspicion));
        } else if (session == current) {
            if (suspicion.cause() == Cause.ADDRESS && challenger == null) {
                // What is under way may have started from the same lost address.
                attempts.cancel();
            }
            if (challenger == null) {
                boolean check = Examination.byCheckOnly(suspicion.cause());
                attempts.soon(CHALLENGER_JITTER.plus(check ? CHECK_FIRST : Duration.ZERO));
            }
            events.changed();
            examine();
        }
    }

    private void examine() {
        stopExamination();
        LiveSession suspect = current;
        Examination started =
                new Examination(
                        suspect,
                        time,
                        loop,
                        bestLogin.orElse(Duration.ZERO),
                        new Examination.Outcome() {
                            @Override
                            public void lives() {
                                keep(suspect);
                            }

                            @Override
                            public void replace(String reason, boolean silent) {
                                promote(reason, silent);
                            }
                        });
        examination = Optional.of(started);
        started.challenger(Optional.ofNullable(challenger));
    }

    private void stopExamination() {
        examination.ifPresent(Examination::stop);
        examination = Optional.empty();
    }

    private void keep(LiveSession suspect) {
        examination = Optional.empty();
        suspect.clear();
        attempts.cancel();
        dropChallenger();
        events.changed();
    }

    private static Failure silent(Suspicion suspicion) {
        return Failure.of(Failure.Kind.SILENT, suspicion.reason());
    }

    @Override
    public void heard(LiveSession session) {
        if (session == current) {
            examination.ifPresent(Examination::look);
            if (suspect() && wantsSession() && attempts.idle()) {
                attempts.soon(CHALLENGER_JITTER);
            }
        } else if (handover.mayRevive(session)
                && !current.keepers().allBound()
                && session.keepalives().heardSinceMark()) {
            LOG.info("tunnel={} the replaced session speaks again and is kept", config.name());
            current.end();
            current = handover.revive();
            events.restored();
            events.changed();
            examine();
        }
    }

    @Override
    public void stoodStill(Duration by) {
        events.stoodStill(by);
    }

    @Override
    public void takeover(LiveSession session, Forward forward, Consumer<Takeover.Outcome> done) {
        events.takeover(session, forward, done);
    }

    private void challenge(LiveSession session) {
        if (session == challenger) {
            Challenge.start(session, won -> challenged(session, won));
        } else {
            // It had to take the other's place already.
            handover.identified(session);
        }
    }

    private void challenged(LiveSession session, boolean won) {
        if (session != challenger) {
            return;
        }
        if (won) {
            LiveSession old = current;
            becomeCurrent("a challenge was granted: the older session no longer lived");
            if (old != null) {
                LOG.info(
                        "tunnel={} a challenge was granted; the older session ends", config.name());
                old.end();
            }
            events.changed();
        } else if (suspect()) {
            examination.ifPresent(e -> e.challenger(Optional.of(session)));
        } else {
            dropChallenger();
        }
    }

    private void promote(String reason, boolean silent) {
        LOG.info(
                "tunnel={} a second session replaces the first: {} ({})",
                config.name(),
                current.suspicion().map(Suspicion::reason).orElse(""),
                reason);
        String why = current.suspicion().map(Suspicion::reason).orElse(reason);
        LiveSession old = current;
        becomeCurrent(why);
        handover.begin(current, Optional.of(old), silent);
        events.changed();
    }

    private void becomeCurrent(String why) {
        stopExamination();
        attempts.cancel();
        current = challenger;
        challenger = null;
        events.replaced(why);
    }

    private void dropChallenger() {
        if (challenger != null) {
            challenger.end();
            challenger = null;
            examination.ifPresent(e -> e.challenger(Optional.empty()));
        }
    }
}
