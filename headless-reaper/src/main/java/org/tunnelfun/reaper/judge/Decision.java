package org.tunnelfun.reaper.judge;

/**
 * What to do with a session, and why.
 *
 * @param what spare it, look again, or end it
 * @param reason in words, for the report, the log and {@code why}
 */
public record Decision(What what, String reason) {

    /** The possible decisions. */
    public enum What {
        /** It lives, or nothing can be known. */
        SPARE,
        /** It looks dead, and something forbids its end; probing it often would be wrong too. */
        SPARE_SILENT,
        /** It is stale, and only the rights to end it are missing. */
        FORBIDDEN,
        /** It looks dead, but not often enough yet. */
        AGAIN,
        /** It is stale. */
        REAP
    }

    static Decision spare(String reason) {
        return new Decision(What.SPARE, reason);
    }
}
