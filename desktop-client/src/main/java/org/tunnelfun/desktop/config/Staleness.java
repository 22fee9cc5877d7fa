package org.tunnelfun.desktop.config;

import java.time.Duration;

/**
 * When silence becomes suspicious. All durations are whole seconds in the file.
 *
 * @param serverAliveInterval silence after which a keepalive is repeated
 * @param serverAliveReplyWithin the least time a keepalive's reply may take
 * @param selfCheckInterval time between two self-checks
 * @param selfCheckTimeout limit for one self-check
 * @param heartbeatCommand remote command whose output must keep coming; empty: none
 * @param heartbeatStaleAfter silence of that command that makes a session suspect
 */
public record Staleness(
        Duration serverAliveInterval,
        Duration serverAliveReplyWithin,
        Duration selfCheckInterval,
        Duration selfCheckTimeout,
        String heartbeatCommand,
        Duration heartbeatStaleAfter) {

    /** What a file without a {@code staleness} section means. */
    public static final Staleness DEFAULTS =
            new Staleness(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(10),
                    "while uptime; do sleep 10; done",
                    Duration.ofSeconds(30));
}
