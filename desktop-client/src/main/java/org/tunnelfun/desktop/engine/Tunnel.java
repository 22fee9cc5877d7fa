package org.tunnelfun.desktop.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;

/**
 * Keeps one tunnel alive. All its state belongs to one loop; sessions, watch and screen only post
 * to it. The rules are those of README, "How a tunnel is kept alive".
 */
final class Tunnel {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnel.class);

    private final TunnelConfig config;
    private final Journal journal;
    private final IntSupplier siblings;
    private final Time time;
    private final Time.Loop loop;
    private final StatusBook book;
    private final Attempts attempts;
    private final Takeover takeover;
    private final Pair pair;
    private final ChallengeTimer challengeTimer;
    private final TrustFiles trustFiles;

    private boolean on;
    private boolean online = true;
    private boolean wasUp;
    private Optional<String> comeback = Optional.empty();

    /**
     * @param siblings tunnels of this program to the same server, this one among them
     */
    Tunnel(
            TunnelConfig config,
            Ssh ssh,
            Time time,
            RandomGenerator chance,
            Journal journal,
            IntSupplier siblings,
            Consumer<TunnelStatus> publish) {
        this.config = config;
        this.siblings = siblings;
        this.journal = journal;
        this.time = time;
        this.loop = time.loop("tunnel-" + config.name());
        this.book = new StatusBook(config, time, publish);
        this.attempts = new Attempts(config, ssh, time, loop, chance, new AttemptEvents());
        this.pair = new Pair(config, time, loop, attempts, new PairEvents());
        this.takeover = new Takeover(config, journal, time, process -> pair.livesAt(process));
        this.challengeTimer = new ChallengeTimer(config, loop, this::challenge);
        this.trustFiles =
                new TrustFiles(config.server(), loop, () -> retryNow("the trusted keys changed"));
    }

    TunnelConfig config() {
        return config;
    }

    /** The status of this moment; any thread. */
    TunnelStatus status() {
        return book.now();
    }

    void start() {
        loop.execute(this::resumeNow);
    }

    void pause() {
        loop.execute(
                () -> {
                    on = false;
                    dropAll();
                    refresh();
                });
    }

    void resume() {
        loop.execute(this::resumeNow);
    }

    void reconnect() {
        loop.execute(
                () -> {
                    on = true;
                    dropAll();
                    attempts.forgive();
                    attempts.now();
                    refresh();
                });
    }

    /** Ends all sessions at once and for good; {@code done} runs when that has happened. */
    void close(Runnable done) {
        loop.execute(
                () -> {
                    on = false;
                    dropAll();
                    refresh();
                    done.run();
                    loop.close();
                });
    }

    /** The machine slept, or its clocks say so. */
    void wake(String reason) {
        loop.execute(() -> verify(reason));
    }

    /** Addresses came or went; {@code usable} tells whether any is left that leads somewhere. */
    void networkChanged(Set<InetAddress> now, boolean usable, String reason) {
        loop.execute(
                () -> {
                    online = usable || Addresses.loopback(config.server());
                    pair.current()
                            .filter(s -> Addresses.lost(s.ssh().info().local(), now))
                            .ifPresent(s -> s.suspect(Suspicion.Cause.ADDRESS, addressGone(s)));
                    verify(reason);
                });
    }

    private static String addressGone(LiveSession session) {
        return "its local address " + session.ssh().info().local().getHostAddress() + " is gone";
    }

    private void resumeNow() {
        if (!on) {
            on = true;
            attempts.forgive();
            attempt();
        }
    }

    private void verify(String reason) {
        LOG.debug("tunnel={} verifies: {}", config.name(), reason);
        pair.verify();
        retryNow(reason);
    }

    // Waiting is for servers that are down; once the world has changed there is nothing to wait
    // for.
    private void retryNow(String reason) {
        if (on && online && !attempts.underWay() && pair.wantsSession()) {
            LOG.debug("tunnel={} tries at once: {}", config.name(), reason);
            attempts.now();
            refresh();
        }
    }

    private void dropAll() {
        attempts.cancel();
        challengeTimer.stop();
        trustFiles.stop();
        pair.endAll();
        wasUp = false;
        comeback = Optional.empty();
    }

    private void attempt() {
        if (on && online) {
            attempts.now();
        }
        refresh();
    }

    private void challenge() {
        if (book.state() == TunnelState.UP && !attempts.underWay() && pair.alone()) {
            pair.expectChallenge();
            attempts.now();
        }
    }

    private LiveSession watched(SshSession session) {
        return new LiveSession(config, session, journal, time, loop, pair);
    }

    private void lost(LiveSession session, Failure failure) {
        boolean steady = wasUp && session.age().compareTo(config.retry().steadyAfter()) >= 0;
        book.failed(failure);
        comeback = Optional.of(failure.message());
        if (steady) {
            attempts.forgive();
            if (on && online) {
                attempts.afterLoss();
            }
        } else if (on && !attempts.underWay()) {
            attempts.afterFailure(failure, false);
        }
        wasUp = false;
        refresh();
    }

    /** Works the state out of the facts, and what follows from it. */
    private void refresh() {
        Optional<LiveSession> current = pair.current();
        if (on) {
            current.map(LiveSession::keepers).ifPresent(this::noteRefusal);
            pair.crowd(siblings.getAsInt()).ifPresent(attempts::crowd);
        }
        Standing standing =
                Standing.of(
                        new Standing.Facts(
                                on,
                                online,
                                wasUp,
                                current,
                                attempts.underWay(),
                                config.server().address(),
                                book.failure(),
                                comeback));
        wasUp = standing.state() == TunnelState.UP || standing.state() == TunnelState.SUSPECT;
        book.become(standing.state(), standing.reason(), current, attempts.nextAt());
        // A moment of suspicion must not start the interval anew, or it would never end.
        challengeTimer.run(wasUp, pair.proof());
        trustFiles.watch(standing.state() == TunnelState.NEEDS_USER);
    }

    private void noteRefusal(Keepers forwards) {
        Refusals.of(config, forwards).ifPresent(book::failed);
    }

    private final class AttemptEvents implements Attempts.Events {
        @Override
        public void opened(SshSession session) {
            book.loggedIn();
            if (!on) {
                session.end();
                return;
            }
            LiveSession opened = watched(session);
            takeover.opened(opened);
            pair.opened(opened, book.failure());
            refresh();
        }

        @Override
        public void failed(Failure failure) {
            if (pair.failedIsHarmless(failure)) {
                refresh();
                return;
            }
            book.failed(failure);
            comeback = Optional.of(failure.message());
            attempts.afterFailure(failure, false);
            refresh();
        }

        @Override
        public void ended(SshSession session, Failure failure) {
            pair.ended(session, failure);
        }

        @Override
        public void due() {
            if (pair.wantsSession()) {
                attempt();
            }
        }
    }

    private final class PairEvents implements Pair.Events {
        @Override
        public void changed() {
            refresh();
        }

        @Override
        public void lost(LiveSession session, Failure failure) {
            Tunnel.this.lost(session, failure);
        }

        @Override
        public void replaced(String reason) {
            comeback = Optional.of(reason);
            wasUp = false;
        }

        @Override
        public void restored() {
            wasUp = true;
        }

        @Override
        public void stoodStill(Duration by) {
            verify("the clocks stood still for " + by.toMillis() / 1000 + " s");
        }

        @Override
        public void takeover(
                LiveSession session, Forward forward, Consumer<Takeover.Outcome> done) {
            takeover.free(
                    session,
                    forward,
                    outcome -> {
                        if (outcome.acted()) {
                            comeback = Optional.of(outcome.text());
                        }
                        done.accept(outcome);
                    });
        }

        @Override
        public void endOwn(
                LiveSession through, SshSession.ServerProcess process, Consumer<Boolean> done) {
            takeover.endOwn(through, process, done);
        }

        @Override
        public boolean wasUp() {
            return wasUp;
        }
    }
}
