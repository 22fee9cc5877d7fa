package org.tunnelfun.desktop.app;

import java.util.List;
import org.tunnelfun.desktop.cli.Tunnelfun;
import org.tunnelfun.desktop.logging.LogProvider;

/**
 * Starts: without arguments the tray app, else the command line. It never extends Application,
 * which would not start from a class path, and names no class of the screen before it is wanted.
 */
public final class Main {

    private Main() {}

    /** Ends with the command's exit code. */
    public static void main(String[] args) {
        UnnamedAccount.settle();
        LogProvider.choose();
        boolean screen = args.length == 0 || List.of(args).equals(List.of(Screen.HIDDEN));
        if (!screen) {
            Searches.spare();
        }
        System.exit(screen ? Screen.start(args) : Tunnelfun.execute(args));
    }
}
