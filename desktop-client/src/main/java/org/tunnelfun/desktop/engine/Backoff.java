package org.tunnelfun.desktop.engine;

import java.time.Duration;
import org.tunnelfun.desktop.config.Retry;

/** Failures → how long to wait; pure, with chance as an argument. */
final class Backoff {
    /** What only a person can mend is tried this often: the person may have mended it elsewhere. */
    static final Duration NEEDS_USER = Duration.ofMinutes(5);

    /** A connect costs one packet; for this long it is repeated at the shortest interval. */
    static final Duration EAGER = Duration.ofMinutes(5);

    /**
     * A refusal comes at once and is no work for anybody: an sshd that restarts is tried oftener.
     */
    private static final int REFUSED_OFTENER = 3;

    /** A server that turns away is left alone for at most this long. */
    static final Duration OVERLOADED_MOST = Duration.ofSeconds(120);

    private Backoff() {}

    /**
     * The wait before the next attempt.
     *
     * @param kind of the last failure
     * @param failures in a row, at least 1
     * @param unreachableFor since the server was reached last
     * @param sinceStart since the failed attempt started; a slow failure has waited already
     * @param chance in [0, 1)
     */
    static Duration next(
            Failure.Kind kind,
            int failures,
            Duration unreachableFor,
            Duration sinceStart,
            Retry retry,
            double chance) {
        if (kind.needsUser()) {
            return jittered(NEEDS_USER, retry, chance);
        }
        return switch (kind) {
            case UNREACHABLE, REFUSED -> {
                Duration eager =
                        kind == Failure.Kind.REFUSED
                                ? retry.interval().dividedBy(REFUSED_OFTENER)
                                : retry.interval();
                Duration base = unreachableFor.compareTo(EAGER) < 0 ? eager : retry.maxInterval();
                Duration left = jittered(base, retry, chance).minus(sinceStart);
                yield left.isNegative() ? Duration.ZERO : left;
            }
            case OVERLOADED -> {
                // Full jitter: a thousand clients of a restarted server must not come back in step.
                Duration most = grown(Duration.ofSeconds(4), 2, failures, OVERLOADED_MOST);
                yield retry.interval().plus(scaled(most, chance));
            }
            default ->
                    jittered(
                            grown(
                                    retry.interval(),
                                    retry.backoffFactor(),
                                    failures,
                                    retry.maxInterval()),
                            retry,
                            chance);
        };
    }

    private static Duration grown(Duration first, double factor, int failures, Duration most) {
        double nanos = first.toNanos() * Math.pow(factor, Math.max(0, failures - 1));
        return nanos >= most.toNanos() ? most : Duration.ofNanos((long) nanos);
    }

    private static Duration jittered(Duration base, Retry retry, double chance) {
        double share = retry.jitterPercent() / 100.0;
        return scaled(base, 1 - share + 2 * share * chance);
    }

    private static Duration scaled(Duration base, double by) {
        return Duration.ofNanos((long) (base.toNanos() * by));
    }
}
