package org.tunnelfun.desktop.install;

import java.nio.file.Path;

/** Where an account's configs lie: XDG Base Directory Specification. */
final class ConfigHome {

    private ConfigHome() {}

    /**
     * The folder.
     *
     * @param variable what {@code XDG_CONFIG_HOME} says, or null; the specification wants relative
     *     paths ignored
     */
    static Path of(Account account, String variable) {
        return variable != null && Path.of(variable).isAbsolute()
                ? Path.of(variable)
                : account.home().resolve(".config");
    }

    /** What it says to this program. */
    static String variable() {
        return System.getenv("XDG_CONFIG_HOME");
    }
}
