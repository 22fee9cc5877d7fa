package org.tunnelfun.desktop.cli;

/** What commands end with (sysexits.h); the same in both programs. */
final class ExitCode {

    static final int FINE = 0;
    static final int FAILED = 1;
    static final int USAGE = 64;
    static final int UNAVAILABLE = 69;
    static final int RUNNING_ALREADY = 75;
    static final int CONFIG = 78;

    private ExitCode() {}
}
