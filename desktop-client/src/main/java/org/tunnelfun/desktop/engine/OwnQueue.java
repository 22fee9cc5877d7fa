package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * Our own bytes in front of a keepalive. A big upload on a thin link can stand in the system's send
 * buffer for minutes without holding up a single write; while it drains, a reply is not late.
 */
final class OwnQueue {
    /** Less than this is gone within the time that a reply has, or the link is of no use. */
    private static final long SMALL = 16 * 1024;

    /** A queue of which nothing left for this long does not drain. */
    private static final long STUCK = Replacement.BUSY_WITHIN.toNanos();

    /** A lost packet holds up the confirmations for two round trips, and such queues make long. */
    private static final long MOST_STUCK = Duration.ofSeconds(30).toNanos();

    private final SshSession session;
    private long keepaliveAt;
    private long confirmed;
    private long movedAt;

    OwnQueue(SshSession session) {
        this.session = session;
    }

    /** A keepalive is about to be written. */
    void sent() {
        keepaliveAt = session.traffic().bytesWritten();
    }

    /**
     * Whether the last keepalive waits behind bytes that drain.
     *
     * @param now in nanoseconds of the monotonic clock
     * @param roundTrip nanoseconds that the keepalive before it took
     */
    boolean standsInFront(long now, long roundTrip) {
        OptionalLong left = session.unconfirmed();
        if (left.isEmpty()) {
            return false;
        }
        long arrived = session.traffic().bytesWritten() - left.getAsLong();
        if (arrived > confirmed) {
            confirmed = arrived;
            movedAt = now;
        }
        long stuck = Math.min(MOST_STUCK, Math.max(STUCK, 2 * roundTrip));
        return keepaliveAt - confirmed > SMALL && now - movedAt < stuck;
    }
}
