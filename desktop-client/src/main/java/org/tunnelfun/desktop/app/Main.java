package org.tunnelfun.desktop.app;

import org.tunnelfun.desktop.cli.Tunnelfun;

/**
 * Starts: without arguments the tray app, else the command line. It never extends Application,
 * which would not start from a class path, and names no class of the screen before it is wanted.
 */
public final class Main {

    private Main() {}

    /** Ends with the command's exit code. */
    public static void main(String[] args) {
        System.exit(args.length == 0 ? Screen.start() : Tunnelfun.execute(args));
    }
}
