package org.tunnelfun.desktop.ui;

import java.time.Duration;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.Staleness;

/** What the settings of retry and staleness mean together, in one sentence each. Pure. */
final class Derived {

    private Derived() {}

    /** How soon trouble is noticed. */
    static String noticed(Staleness s) {
        Duration link = s.serverAliveInterval().plus(s.serverAliveReplyWithin());
        Duration tunnel = s.selfCheckInterval().plus(s.selfCheckTimeout());
        return "A dead link is noticed after about "
                + solid(link)
                + ", a dead tunnel behind a live link after about "
                + solid(tunnel)
                + ".";
    }

    /** A number and its unit stay in one line. */
    private static String solid(Duration length) {
        return Wording.duration(length).replace(' ', '\u00a0');
    }

    /** How soon it is tried again, and what that costs. */
    static String tried(Retry r) {
        String slow =
                r.backoffFactor() > 1 && r.maxInterval().compareTo(r.interval()) > 0
                        ? " and slow down to one in " + solid(r.maxInterval())
                        : "";
        return "Tries start after "
                + solid(r.interval())
                + slow
                + ". While up: "
                + loginsAnHour(r)
                + (loginsAnHour(r) == 1 ? " login" : " logins")
                + " an hour.";
    }

    /** A proven tunnel logs in again only where that was asked for. */
    private static long loginsAnHour(Retry r) {
        return r.challenge() == Retry.Challenge.ALWAYS
                ? Math.round(3_600.0 / r.challengeInterval().toSeconds())
                : 0;
    }
}
