package org.tunnelfun.desktop.engine;

import java.time.Duration;

/**
 * May a challenger replace a suspect session? Pure: evidence in, decision with its reason out.
 *
 * <p>Silence alone proves nothing: packets get lost, uploads queue up in front of keepalives. What
 * proves something is a second login that went through cleanly while the first session said
 * nothing.
 */
final class Replacement {
    /** The least time that a challenger watches a silent session. */
    static final Duration GRACE = Duration.ofMillis(500);

    /** The grace where the challenger's own login was slow: retransmissions back off this far. */
    static final Duration GRACE_BAD_LINK = Duration.ofSeconds(60);

    /** The grace where our own bytes still queue up in front of the keepalive. */
    static final Duration GRACE_BUSY = Duration.ofSeconds(30);

    /** Every write takes a moment; one of this length is held up. */
    static final Duration BLOCKED = Duration.ofMillis(100);

    /** A write that did not move for this long has no queue that drains. */
    static final Duration BUSY_WITHIN = Duration.ofSeconds(5);

    /** A link that answers this often in time is no bad link. */
    static final int CLEAN_ROUND_TRIPS = 10;

    /**
     * How long one that speaks may answer nothing. Our own queue is kept at a few seconds, so even
     * behind an upload a keepalive is answered many times sooner.
     */
    static final Duration MOST_IN_VAIN = Duration.ofMinutes(3);

    private Replacement() {}

    /**
     * What is known of the two sessions.
     *
     * @param heardSince whether one byte came from the suspect session since its keepalive
     * @param addressLost whether the suspect session's local address is gone
     * @param writeBlocked how long its write under way has been blocked, zero without one
     * @param sinceWriteBlocked since a write of its last was blocked
     * @param loggedIn whether the challenger has logged in
     * @param sinceConnected since the challenger's TCP connection stood
     * @param login what the challenger's login took
     * @param bestLogin the best known login to this server
     * @param roundTrips of the challenger that were answered in time since its login
     * @param inVain for how long the suspect was asked, by one keepalive and every self-check
     *     since, and answered none
     */
    record Evidence(
            boolean heardSince,
            boolean addressLost,
            Duration writeBlocked,
            Duration sinceWriteBlocked,
            boolean loggedIn,
            Duration sinceConnected,
            Duration login,
            Duration bestLogin,
            int roundTrips,
            Duration inVain) {}

    /** What to do. */
    enum Verdict {
        /** Keep both; look again later. */
        WAIT,
        /** The old one spoke: keep it if a self-check passes. */
        PARK,
        /** End the old one; the challenger takes its place. */
        REPLACE
    }

    /**
     * The decision.
     *
     * @param verdict what to do
     * @param in when to look again, for {@link Verdict#WAIT}
     * @param reason for the log
     */
    record Decision(Verdict verdict, Duration in, String reason) {}

    /** Decides. */
    static Decision decide(Evidence e) {
        if (!e.loggedIn()) {
            return wait(GRACE, "no second login yet");
        }
        if (e.addressLost()) {
            return new Decision(Verdict.REPLACE, Duration.ZERO, "its local address is gone");
        }
        boolean clean = !badLink(e) || e.roundTrips() >= CLEAN_ROUND_TRIPS;
        if (e.inVain().compareTo(MOST_IN_VAIN) >= 0 && clean && !busy(e)) {
            String reason = "it speaks, and has answered nothing for minutes beside a clean login";
            return new Decision(Verdict.REPLACE, Duration.ZERO, reason);
        }
        if (e.heardSince()) {
            return new Decision(Verdict.PARK, Duration.ZERO, "it speaks again");
        }
        if (!clean) {
            return after(GRACE_BAD_LINK, e, "the second login was slow");
        }
        if (busy(e)) {
            return after(GRACE_BUSY, e, "our own bytes queue up in front of the keepalive");
        }
        return after(max(GRACE, e.login().multipliedBy(2)), e, "silent beside a clean login");
    }

    private static boolean badLink(Evidence e) {
        Duration slow = max(Duration.ofSeconds(1), e.bestLogin().multipliedBy(5));
        return e.login().compareTo(slow) > 0;
    }

    private static boolean busy(Evidence e) {
        boolean blockedNow = e.writeBlocked().compareTo(BLOCKED) >= 0;
        Duration blocked = blockedNow ? e.writeBlocked() : e.sinceWriteBlocked();
        return blocked.compareTo(BUSY_WITHIN) <= 0;
    }

    private static Decision after(Duration grace, Evidence e, String reason) {
        Duration left = grace.minus(e.sinceConnected());
        return left.isNegative() || left.isZero()
                ? new Decision(Verdict.REPLACE, Duration.ZERO, reason)
                : wait(left, reason);
    }

    private static Decision wait(Duration in, String reason) {
        return new Decision(Verdict.WAIT, in, reason);
    }

    private static Duration max(Duration a, Duration b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
