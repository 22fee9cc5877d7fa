package org.tunnelfun.reaper.sweep;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.tunnelfun.reaper.proc.Holder;

/** Ends sessions. A dry run has one that only says what it would do. */
public interface Signals {

    /**
     * Ends these sessions, if they still are what was observed, and waits until their ports are
     * free.
     *
     * @param grace from TERM to KILL
     * @return how it went, for each
     */
    Map<Holder.Key, Ended> end(List<Holder> sessions, Duration grace) throws InterruptedException;

    /** The right that is missing for a signal to this holder, or empty. */
    String missing(Holder holder);

    /**
     * How an ending went.
     *
     * @param result what became of it
     * @param signal the last one sent, or empty
     * @param freedMs from the first signal until its ports were free, -1 if they are not
     * @param problem why not, or empty
     */
    record Ended(Result result, String signal, long freedMs, String problem) {
        /** What can become of an ending. */
        public enum Result {
            /** The ports are free. */
            FREED,
            /** It was not signalled after all: it is not what was observed. */
            CHANGED,
            /** The ports are still held. */
            FAILED,
            /** Only said. */
            DRY_RUN
        }
    }
}
