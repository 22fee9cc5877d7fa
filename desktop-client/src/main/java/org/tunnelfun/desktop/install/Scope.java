package org.tunnelfun.desktop.install;

/** What starts the program, and when. */
public enum Scope {
    /** A service of this account, from its login on. */
    USER,
    /** A service of the machine, from boot on, running as one account. */
    SYSTEM,
    /** The tray app, at login. */
    TRAY
}
