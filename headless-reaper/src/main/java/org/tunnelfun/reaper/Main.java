package org.tunnelfun.reaper;

import org.tunnelfun.reaper.cli.ReaperCommand;
import org.tunnelfun.reaper.cli.Watchdog;

/** Starts. */
public final class Main {
    private Main() {}

    /** Starts, and exits with the command's code. */
    public static void main(String[] args) {
        Watchdog.endOnTheUnforeseen();
        System.exit(ReaperCommand.execute(args));
    }
}
