package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An account that no file of the system names, as containers like them. Java calls it, and its
 * folder, {@code ?}: a folder of that name would be made wherever we were started.
 */
final class UnnamedAccount {

    private static final String UNKNOWN = "?";
    private static final Path SELF = Path.of("/proc/self");

    private UnnamedAccount() {}

    /** Says what is known of it: its {@code HOME}, and its number for a name. Before all else. */
    static void settle() {
        if (UNKNOWN.equals(System.getProperty("user.home"))) {
            String home = System.getenv("HOME");
            System.setProperty("user.home", home != null && home.startsWith("/") ? home : "/");
        }
        if (UNKNOWN.equals(System.getProperty("user.name"))) {
            System.setProperty("user.name", number());
        }
    }

    private static String number() {
        try {
            return Files.getOwner(SELF).getName();
        } catch (IOException | UnsupportedOperationException e) {
            // No such folder here: what needs a name says itself that there is none.
            return UNKNOWN;
        }
    }
}
