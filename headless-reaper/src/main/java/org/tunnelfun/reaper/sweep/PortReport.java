package org.tunnelfun.reaper.sweep;

import java.time.Instant;
import java.util.List;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.probe.Heard;
import org.tunnelfun.reaper.proc.Holder;

/**
 * What a sweep found at one port of one holder, with all evidence.
 *
 * @param port the watched port
 * @param name of the device, or empty
 * @param verdict what was heard
 * @param action what was done
 * @param reason why, in words
 * @param holder who holds it
 * @param probes in the order of their making, all rounds
 * @param strikes rounds in a row in which nothing spoke for the session
 * @param needed strikes that make it stale
 * @param signal the last one sent, or empty
 * @param freedMs from the first signal until the port was free, -1 if it is not
 * @param at when it was probed; an earlier sweep's time if this one did not
 */
public record PortReport(
        int port,
        String name,
        Verdict verdict,
        Action action,
        String reason,
        Holder holder,
        List<Heard> probes,
        int strikes,
        int needed,
        String signal,
        long freedMs,
        Instant at) {

    /** What was done about a port. */
    public enum Action {
        /** Nothing was to do: it lives. */
        NONE("none"),
        /** It was left alone, for the reason given. */
        SPARED("spared"),
        /** Left alone only because the rights are missing. */
        FORBIDDEN("spared"),
        /** Its session was ended, and the port is free. */
        REAPED("reaped"),
        /** Its session would have been ended, but for the dry run. */
        WOULD_REAP("would-reap"),
        /** It is stale, and the port could not be freed. */
        FAILED("failed");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        /** The word in JSON, logs and on screens. */
        public String word() {
            return word;
        }
    }

    /** Copies what could change. */
    public PortReport {
        probes = List.copyOf(probes);
    }

    /** The same, with an end. */
    PortReport ended(Action how, String why, String with, long ms) {
        return new PortReport(
                port, name, verdict, how, why, holder, probes, strikes, needed, with, ms, at);
    }
}
