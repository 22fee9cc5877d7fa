package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.TunnelConfig;

/**
 * One attempt at a time to open a session, and the wait before the next one. Lives on the tunnel's
 * loop; the tunnel says when to go on.
 */
final class Attempts {
    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    // A challenger that fails for what only a person can mend may have met a captive portal, which
    // passes; but a refused key must not be offered so often that the server bans us.
    private static final Duration CHALLENGER_NEEDS_USER = Duration.ofSeconds(60);

    /** What the tunnel does about it; called on the loop. */
    interface Events {
        /** Logged in. */
        void opened(SshSession session);

        /** Not logged in. */
        void failed(Failure failure);

        /** A session that was opened has ended. */
        void ended(SshSession session, Failure failure);

        /** The wait is over: start another attempt if one is still wanted. */
        void due();
    }

    private final TunnelConfig config;
    private final Ssh ssh;
    private final Time time;
    private final Time.Loop loop;
    private final RandomGenerator chance;
    private final Events events;

    private Optional<Listener> underWay = Optional.empty();
    private Time.Timer timer = () -> {};
    private Optional<Instant> nextAt = Optional.empty();
    private long startedAt;
    private Optional<Long> unreachableSince = Optional.empty();
    private int failures;
    private Crowd crowd = Crowd.NONE;

    Attempts(
            TunnelConfig config,
            Ssh ssh,
            Time time,
            Time.Loop loop,
            RandomGenerator chance,
            Events events) {
        this.config = config;
        this.ssh = ssh;
        this.time = time;
        this.loop = loop;
        this.chance = chance;
        this.events = events;
    }

    boolean underWay() {
        return underWay.isPresent();
    }

    /** Whether nothing is under way, and nothing will be by itself. */
    boolean idle() {
        return underWay.isEmpty() && nextAt.isEmpty();
    }

    /** When the wait ends, if there is one. */
    Optional<Instant> nextAt() {
        return nextAt;
    }

    /** Whether the attempt under way has a TCP connection. */
    boolean connected() {
        return underWay.map(l -> l.connected).orElse(false);
    }

    /** Starts an attempt unless one is under way. */
    void now() {
        stopWaiting();
        if (underWay.isEmpty()) {
            startedAt = time.nanos();
            Listener listener = new Listener();
            underWay = Optional.of(listener);
            listener.attempt = ssh.open(config, listener);
        }
    }

    /** What is known of the server's other clients. */
    void crowd(Crowd now) {
        crowd = now;
    }

    /**
     * Starts one after the server ended a session: at once, or by chance within the time that all
     * its clients need to come back.
     */
    void afterLoss() {
        Duration spread = crowd.spread();
        if (spread.isZero()) {
            now();
        } else {
            LOG.info(
                    "tunnel={} comes back within {} s by chance: {} others have sessions there",
                    config.name(),
                    spread.toSeconds() + 1,
                    crowd.others());
            soon(spread);
        }
    }

    /** Starts one within this time by chance, unless one is under way. */
    void soon(Duration within) {
        if (underWay.isEmpty()) {
            waitFor(Duration.ofNanos((long) (within.toNanos() * chance.nextDouble())));
        }
    }

    /** Waits as long as the failure asks for. */
    void afterFailure(Failure failure, boolean challenger) {
        if (!failure.kind().unconnected()) {
            // A server that was down, however long, owes nothing to one that turns away.
            failures++;
        }
        if (challenger && failure.kind().needsUser()) {
            waitFor(CHALLENGER_NEEDS_USER);
            return;
        }
        if (failure.kind().unconnected() && unreachableSince.isEmpty()) {
            unreachableSince = Optional.of(startedAt);
        }
        Duration unreachable =
                unreachableSince
                        .map(at -> Duration.ofNanos(time.nanos() - at))
                        .orElse(Duration.ZERO);
        Duration tookAlready = Duration.ofNanos(time.nanos() - startedAt);
        double draw = chance.nextDouble();
        Duration wait =
                Backoff.next(
                        failure.kind(), failures, unreachable, tookAlready, config.retry(), draw);
        waitFor(crowd.spread(failure.kind(), wait, draw));
    }

    /** A steady session forgives what was before it. */
    void forgive() {
        failures = 0;
        unreachableSince = Optional.empty();
    }

    /** Gives up the attempt and the wait. */
    void cancel() {
        stopWaiting();
        underWay.ifPresent(
                listener -> {
                    listener.cancelled = true;
                    listener.attempt.cancel();
                });
        underWay = Optional.empty();
    }

    private void waitFor(Duration delay) {
        stopWaiting();
        nextAt = Optional.of(time.wall().plus(delay));
        timer =
                loop.after(
                        delay,
                        () -> {
                            nextAt = Optional.empty();
                            events.due();
                        });
    }

    private void stopWaiting() {
        timer.cancel();
        nextAt = Optional.empty();
    }

    /** Posts what happens to the loop, and drops what comes after a cancel. */
    private final class Listener implements Ssh.Listener {
        private Ssh.Attempt attempt = () -> {};
        private boolean cancelled;
        private boolean connected;
        private SshSession session;

        @Override
        public void connected() {
            loop.execute(
                    () -> {
                        connected = true;
                        unreachableSince = Optional.empty();
                    });
        }

        @Override
        public void opened(SshSession opened) {
            loop.execute(
                    () -> {
                        if (cancelled) {
                            opened.end();
                            return;
                        }
                        session = opened;
                        underWay = Optional.empty();
                        events.opened(opened);
                    });
        }

        @Override
        public void failed(Failure failure) {
            loop.execute(
                    () -> {
                        if (!cancelled) {
                            underWay = Optional.empty();
                            events.failed(failure);
                        }
                    });
        }

        @Override
        public void ended(Failure failure) {
            loop.execute(
                    () -> {
                        if (session != null) {
                            events.ended(session, failure);
                        }
                    });
        }
    }
}
