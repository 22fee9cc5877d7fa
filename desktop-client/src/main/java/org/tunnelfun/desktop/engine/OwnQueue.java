package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Our own bytes in front of a keepalive. A big upload on a thin link can stand in the system's send
 * buffer for minutes without holding up a single write; while it drains, a reply is not late.
 *
 * <p>Whether it drains is judged by the link's own rate: on a quick one a standstill of two seconds
 * (or {@code serverAliveReplyWithin}, if that is more) is a fault, on a thin one a lost packet
 * holds up all confirmations for longer than that.
 */
final class OwnQueue {
    /** Less than this is gone within the time that a reply has, or the link is of no use. */
    private static final long SMALL = 16 * 1024;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();
    private static final long LEAST_REPLY = 2 * SECOND;
    private static final long MOST_STANDSTILL = 10 * SECOND;

    private final SshSession session;
    private final long reply;
    private long keepaliveAt;
    private long sentAt;
    private long confirmed;
    private long movedAt;
    private long inFrontAt;
    private long standstill;

    /**
     * @param replyWithin the least time that a keepalive's reply has
     */
    OwnQueue(SshSession session, Duration replyWithin) {
        this.session = session;
        this.reply = Math.max(LEAST_REPLY, replyWithin.toNanos());
        this.standstill = reply;
    }

    /**
     * A keepalive is about to be written.
     *
     * @param now in nanoseconds of the monotonic clock
     */
    void sent(long now) {
        keepaliveAt = session.traffic().bytesWritten();
        if (inFront() > SMALL) {
            long before = confirmed;
            look(now);
            double rate = (confirmed - before) / Math.max(1.0, now - sentAt);
            // Of a link that confirmed nothing, too: patience is bounded.
            double drains = Math.min(MOST_STANDSTILL, inFront() / rate);
            standstill = Math.max(reply, (long) drains);
        }
        sentAt = now;
        inFrontAt = now - reply;
    }

    /**
     * Whether the last keepalive waits behind bytes that drain, or did a moment ago.
     *
     * @param now in nanoseconds of the monotonic clock
     */
    boolean standsInFront(long now) {
        if (inFront() > SMALL) {
            look(now);
        }
        if (inFront() <= SMALL) {
            return now - inFrontAt < reply;
        }
        inFrontAt = now;
        return now - movedAt < standstill;
    }

    private long inFront() {
        return keepaliveAt - confirmed;
    }

    private void look(long now) {
        long written = session.traffic().bytesWritten();
        OptionalLong unconfirmed = session.unconfirmed();
        // Where the system does not tell, nothing stands in front of anything.
        long arrived = written - unconfirmed.orElse(0);
        if (arrived > confirmed) {
            confirmed = arrived;
            movedAt = now;
        }
    }
}
