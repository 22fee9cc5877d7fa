package org.tunnelfun.reaper;

import org.tunnelfun.reaper.cli.LastResort;
import org.tunnelfun.reaper.cli.ReaperCommand;

/** Starts. */
public final class Main {
    private Main() {}

    /** Starts, and exits with the command's code. */
    public static void main(String[] args) {
        LastResort.install();
        System.exit(ReaperCommand.execute(args));
    }
}
