package org.tunnelfun.desktop.network;

import java.time.Duration;
import java.util.Optional;

/** Tells from two clocks that the device slept. Pure. */
final class Sleep {

    /**
     * Clocks drift and threads wait; below this nobody needs to be told. Two seconds is also what a
     * keepalive's reply may take.
     */
    static final Duration NOTICEABLE = Duration.ofSeconds(2);

    private Sleep() {}

    /**
     * Judges one wait.
     *
     * @param asked how long it should have lasted
     * @param wall how far the wall clock went
     * @param monotonic how far the monotonic clock went: Linux stops it in suspend, so that no
     *     timer is late, other systems let it run, so that the timer is
     * @return why it looks like a sleep, or empty
     */
    static Optional<String> noticed(Duration asked, Duration wall, Duration monotonic) {
        Duration ahead = wall.minus(monotonic);
        if (ahead.compareTo(NOTICEABLE) >= 0) {
            return Optional.of("this device slept for " + ahead.toSeconds() + " s");
        }
        Duration late = monotonic.minus(asked);
        if (late.compareTo(NOTICEABLE) >= 0) {
            return Optional.of("this device did not run for " + late.toSeconds() + " s");
        }
        return Optional.empty();
    }
}
