package org.tunnelfun.desktop.engine;

import java.time.Duration;

/**
 * Is the session alive? Pure: counters and times in, one action out.
 *
 * <p>Anything heard counts as life. A keepalive is sent into silence only: soon after traffic has
 * stopped, because that is when a visitor waits, and then at a slower pace.
 */
final class Liveness {
    /** Traffic that stops is the first sign of trouble; two seconds are no trouble yet. */
    static final Duration AFTER_TRAFFIC = Duration.ofSeconds(2);

    /** A reply may take this many smoothed round trips: bulk transfers make queues. */
    static final int ROUND_TRIPS = 4;

    private Liveness() {}

    /**
     * What is known at one moment, in nanoseconds of the monotonic clock.
     *
     * @param now this moment
     * @param trafficAt when bytes other than a keepalive's reply were heard last
     * @param heardAt when any byte was heard last
     * @param answeredAt when the last keepalive was answered, or the session began
     * @param sentAt when the keepalive was sent that still waits for its reply; meaningless without
     *     {@code waiting}
     * @param waiting whether a keepalive waits for its reply
     * @param interval configured silence between keepalives
     * @param replyWithin configured least time for a reply
     * @param roundTrip smoothed, or zero while unknown
     */
    record View(
            long now,
            long trafficAt,
            long heardAt,
            long answeredAt,
            long sentAt,
            boolean waiting,
            Duration interval,
            Duration replyWithin,
            Duration roundTrip) {}

    /** What to do. */
    enum Action {
        /** Nothing until {@link Step#in}. */
        WAIT,
        /** Send a keepalive now. */
        SEND,
        /** The reply is late. */
        SUSPECT
    }

    /**
     * The answer.
     *
     * @param action what to do
     * @param in when to look again
     */
    record Step(Action action, Duration in) {}

    /** The longest that a reply may take. */
    static Duration deadline(Duration replyWithin, Duration roundTrip) {
        Duration adaptive = roundTrip.multipliedBy(ROUND_TRIPS);
        return adaptive.compareTo(replyWithin) > 0 ? adaptive : replyWithin;
    }

    /** Decides. */
    static Step decide(View v) {
        Duration deadline = deadline(v.replyWithin(), v.roundTrip());
        if (v.waiting()) {
            // Whatever was heard after the keepalive gives its reply more time.
            long due = Math.max(v.sentAt(), v.heardAt()) + deadline.toNanos();
            return v.now() >= due
                    ? new Step(Action.SUSPECT, deadline)
                    : new Step(Action.WAIT, Duration.ofNanos(due - v.now()));
        }
        boolean trafficSince = v.trafficAt() > v.answeredAt();
        Duration quiet = min(AFTER_TRAFFIC, v.interval());
        long due =
                trafficSince
                        ? v.trafficAt() + quiet.toNanos()
                        : v.answeredAt() + v.interval().toNanos();
        return v.now() >= due
                ? new Step(Action.SEND, deadline)
                : new Step(Action.WAIT, Duration.ofNanos(due - v.now()));
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
