package org.tunnelfun.reaper.cli;

/** Exit codes, after sysexits.h where it has one. */
public final class Exit {
    /** Fine. */
    public static final int OK = 0;

    /** Something failed; of a sweep: something stale could not be ended. */
    public static final int FAILED = 1;

    /** The command line is wrong. */
    public static final int USAGE = 64;

    /** The running reaper cannot be reached. */
    public static final int UNAVAILABLE = 69;

    /** Another reaper watches these ports. */
    public static final int ALREADY_RUNNING = 75;

    /** The config is wrong. */
    public static final int CONFIG = 78;

    private Exit() {}
}
