package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.OptionalLong;
import org.tunnelfun.desktop.config.Staleness;

/**
 * Looks at a session's counters when something is due, sends keepalives into silence and says when
 * one is late. Decides nothing itself: {@link Liveness} does.
 */
final class Keepalives {
    // While bytes flow or a reply is due, their end has to be noticed to within a moment.
    private static final Duration LOOK = Duration.ofMillis(200);
    // After a wake old bytes may still lie in the socket; a pause this long means they are read.
    private static final Duration SETTLED = Duration.ofMillis(100);
    // A timer this late means that the process or the machine stood still.
    private static final Duration LATE = Duration.ofSeconds(1);
    // A keepalive's reply with any cipher and padding; more than that is traffic.
    private static final long REPLY_BYTES = 80;

    private static final Duration QUEUE_RECENT = Duration.ofSeconds(10);
    private static final Duration SLOWEST_BEHIND_QUEUE = Duration.ofSeconds(8);

    /** What the session does about it; called on the loop. */
    interface Events {
        /** A keepalive is unanswered for this long. */
        void late(Duration unanswered);

        /** Something was heard. */
        void heard();

        /** A keepalive was answered: there is a new round trip to show. */
        void answered();

        /** A timer was late: the machine slept or the process stood still. */
        void stoodStill(Duration by);
    }

    private final SshSession session;
    private final Staleness staleness;
    private final Time time;
    private final Time.Loop loop;
    private final Events events;
    private final OwnQueue queue;

    private Time.Timer timer = () -> {};
    private long expectedAt;
    private boolean stopped;

    private long seen;
    private int repliesSinceLook;
    private long trafficAt;
    private long heardAt;
    private long answeredAt;
    private long sentAt;
    private long askedAt;
    private long lastTook;
    private long bytesAtMark;
    private boolean waiting;
    private boolean urgent;
    private long roundTrip;
    private int inTime;

    Keepalives(SshSession session, Staleness staleness, Time time, Time.Loop loop, Events events) {
        this.session = session;
        this.staleness = staleness;
        this.time = time;
        this.loop = loop;
        this.events = events;
        this.queue = new OwnQueue(session, staleness.serverAliveReplyWithin());
    }

    void start() {
        long now = time.nanos();
        seen = session.traffic().bytesHeard();
        bytesAtMark = seen;
        trafficAt = now;
        heardAt = now;
        answeredAt = now - 1;
        queue.sent(now);
        lookIn(LOOK);
    }

    void stop() {
        stopped = true;
        timer.cancel();
    }

    /** Something happened that may have killed the session: ask as soon as the socket is read. */
    void soon() {
        if (!stopped) {
            urgent = true;
            lookIn(SETTLED);
        }
    }

    /** From now on, {@link #heardSinceMark} tells whether anything was heard. */
    void mark() {
        bytesAtMark = session.traffic().bytesHeard();
        if (!waiting) {
            send(time.nanos());
            lookIn(LOOK);
        }
    }

    /** Whether one byte came since the last mark, or since the keepalive that is unanswered. */
    boolean heardSinceMark() {
        return session.traffic().bytesHeard() > bytesAtMark;
    }

    /** Since any byte was heard. */
    Duration silentFor() {
        return Duration.ofNanos(time.nanos() - heardAt);
    }

    Duration roundTrip() {
        return Duration.ofNanos(roundTrip);
    }

    /**
     * Whether the last answer took, or the next one takes, longer than this. What asks by several
     * round trips in that time, as a self-check does, then learns nothing from silence.
     */
    boolean slowerThan(Duration limit) {
        long underWay = waiting ? time.nanos() - askedAt : 0;
        return Math.max(lastTook, underWay) > limit.toNanos();
    }

    /** When the keepalive was sent that is not answered yet, in nanoseconds of the clock. */
    OptionalLong unanswered() {
        return waiting ? OptionalLong.of(askedAt) : OptionalLong.empty();
    }

    /** Whether our own bytes stand in front of the last keepalive, and drain. */
    boolean queued() {
        return queue.standsInFront(time.nanos());
    }

    /** How many keepalives were answered in time. */
    int answeredInTime() {
        return inTime;
    }

    private void lookIn(Duration delay) {
        timer.cancel();
        expectedAt = time.nanos() + delay.toNanos();
        timer = loop.after(delay, this::look);
    }

    private void look() {
        if (stopped) {
            return;
        }
        long now = time.nanos();
        long lateBy = now - expectedAt;
        boolean heard = count(now);
        if (lateBy > LATE.toNanos()) {
            sentAt = now;
            urgent = true;
            events.stoodStill(Duration.ofNanos(lateBy));
        }
        if (heard) {
            events.heard();
        } else if (urgent) {
            urgent = false;
            if (waiting) {
                sentAt = now;
                bytesAtMark = seen;
            } else {
                send(now);
            }
        }
        if (!stopped) {
            step(now);
        }
    }

    private boolean count(long now) {
        long bytes = session.traffic().bytesHeard();
        long delta = bytes - seen;
        seen = bytes;
        if (delta > repliesSinceLook * REPLY_BYTES) {
            trafficAt = now;
        }
        repliesSinceLook = 0;
        if (delta > 0) {
            heardAt = now;
        }
        return delta > 0;
    }

    private void step(long now) {
        Liveness.Step step = Liveness.decide(view(now));
        switch (step.action()) {
            case SEND -> {
                send(now);
                lookIn(LOOK);
            }
            case SUSPECT -> {
                if (queue.standsInFront(now)) {
                    lookIn(LOOK);
                    return;
                }
                events.late(Duration.ofNanos(now - Math.max(sentAt, heardAt)));
                if (!stopped) {
                    lookIn(LOOK);
                }
            }
            case WAIT -> {
                boolean near = waiting || urgent || trafficAt > answeredAt;
                lookIn(near && step.in().compareTo(LOOK) > 0 ? LOOK : step.in());
            }
        }
    }

    private Liveness.View view(long now) {
        return new Liveness.View(
                now,
                trafficAt,
                heardAt,
                answeredAt,
                sentAt,
                waiting,
                staleness.serverAliveInterval(),
                staleness.serverAliveReplyWithin(),
                roundTrip());
    }

    // Behind our own upload a reply is late because of the queue, and the next one will be, too.
    // After
    // an outage it is late once; taken at its word it would make the next fault go unnoticed.
    private long mostBelievable() {
        boolean queue = session.traffic().sinceWriteBlockedNanos() < QUEUE_RECENT.toNanos();
        return (queue ? SLOWEST_BEHIND_QUEUE : staleness.serverAliveReplyWithin().dividedBy(2))
                .toNanos();
    }

    // A slower reply counts in full at once, a quicker one by RFC 6298's smoothing.
    private long smoothed(long sample) {
        return sample > roundTrip ? sample : roundTrip + (sample - roundTrip) / 8;
    }

    private void send(long now) {
        waiting = true;
        sentAt = now;
        askedAt = now;
        bytesAtMark = session.traffic().bytesHeard();
        queue.sent(now);
        session.keepalive(() -> loop.execute(() -> answered(now)));
    }

    private void answered(long asked) {
        if (stopped) {
            return;
        }
        long now = time.nanos();
        long took = now - asked;
        Duration deadline = Liveness.deadline(staleness.serverAliveReplyWithin(), roundTrip());
        if (took <= deadline.toNanos()) {
            inTime++;
        }
        lastTook = took;
        roundTrip = smoothed(Math.min(took, mostBelievable()));
        waiting = false;
        answeredAt = now;
        heardAt = now;
        repliesSinceLook++;
        events.heard();
        events.answered();
        if (!stopped) {
            step(now);
        }
    }
}
