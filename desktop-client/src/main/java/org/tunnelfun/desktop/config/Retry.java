package org.tunnelfun.desktop.config;

import java.time.Duration;

/**
 * How attempts are repeated. All durations are whole seconds in the file.
 *
 * @param interval wait after the first failed login
 * @param maxInterval the longest such wait
 * @param backoffFactor growth of the wait from one failure to the next
 * @param jitterPercent how far a wait may differ by chance, 0-100
 * @param steadyAfter a session that lived this long forgives the failures before it
 * @param connectTimeout limit for one TCP connect
 * @param loginTimeout limit for the whole login after the TCP connect
 * @param bindRetry the longest wait between two binds on one login
 * @param challenge when a second session tries the port although one is up
 * @param challengeInterval time between two such tries
 */
public record Retry(
        Duration interval,
        Duration maxInterval,
        double backoffFactor,
        int jitterPercent,
        Duration steadyAfter,
        Duration connectTimeout,
        Duration loginTimeout,
        Duration bindRetry,
        Challenge challenge,
        Duration challengeInterval) {

    /** What a file without a {@code retry} section means. */
    public static final Retry DEFAULTS =
            new Retry(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10),
                    1.5,
                    20,
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(15),
                    Duration.ofSeconds(2),
                    Challenge.WHEN_UNPROVEN,
                    Duration.ofSeconds(300));

    /** When a bind from a second session tests whether the first one still lives at the server. */
    public enum Challenge {
        ALWAYS,
        WHEN_UNPROVEN,
        OFF
    }
}
