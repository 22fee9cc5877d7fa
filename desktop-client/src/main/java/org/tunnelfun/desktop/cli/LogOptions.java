package org.tunnelfun.desktop.cli;

import org.tunnelfun.desktop.logging.LogSetup;
import picocli.CommandLine.Option;

/** How much is logged to standard error. */
final class LogOptions {

    private enum Level {
        error,
        warn,
        info,
        debug,
        trace
    }

    @Option(
            names = {"-v", "--verbose"},
            description = "Log the steps, too; the same as --log-level debug.")
    private boolean verbose;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "One of ${COMPLETION-CANDIDATES}; by default info.")
    private Level level;

    void apply() {
        if (level != null) {
            LogSetup.level(level.name());
        } else if (verbose) {
            LogSetup.level("debug");
        }
    }
}
