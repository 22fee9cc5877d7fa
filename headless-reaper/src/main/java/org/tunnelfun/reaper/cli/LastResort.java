package org.tunnelfun.reaper.cli;

import org.slf4j.LoggerFactory;

/**
 * Ends the program when one of its threads dies of what nobody foresaw, such as a lack of memory: a
 * reaper with half of its threads is worse than one that its supervisor starts anew.
 */
public final class LastResort {
    private LastResort() {}

    /** From now on, for every thread. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, problem) -> {
                    try {
                        // Only now: a logger costs a command of half a second a quarter of that.
                        LoggerFactory.getLogger(LastResort.class)
                                .error("{} died; exiting", thread.getName(), problem);
                    } finally {
                        Runtime.getRuntime().halt(Exit.FAILED);
                    }
                });
    }
}
