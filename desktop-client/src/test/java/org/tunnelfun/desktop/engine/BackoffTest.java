package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.engine.Failure.Kind;

/** Failures → waits, in milliseconds. */
class BackoffTest {

    @ParameterizedTest(name = "{0} for the {1}th time, unreachable for {2} ms, chance {4}: {5} ms")
    @CsvSource({
        "LOGIN, 1, 0, 0, 0.5, 1000",
        "LOGIN, 2, 0, 0, 0.5, 1500",
        "LOGIN, 3, 0, 0, 0.5, 2250",
        "LOGIN, 9, 0, 0, 0.5, 10000",
        "LOGIN, 1000000, 0, 0, 0.5, 10000",
        "LOGIN, 9, 0, 0, 0.0, 8000",
        "LOST, 1, 0, 0, 1.0, 1200",
        "UNREACHABLE, 50, 299999, 0, 0.5, 1000",
        "UNREACHABLE, 50, 100000, 400, 0.5, 600",
        "UNREACHABLE, 50, 100000, 4000, 0.5, 0",
        "UNREACHABLE, 50, 300000, 0, 0.5, 10000",
        "REFUSED, 1, 0, 0, 0.5, 333",
        "REFUSED, 600, 299999, 0, 0.5, 333",
        "REFUSED, 600, 299999, 100, 0.0, 167",
        "REFUSED, 600, 300000, 0, 0.5, 10000",
        "OVERLOADED, 1, 0, 0, 0.0, 1000",
        "OVERLOADED, 1, 0, 0, 0.5, 3000",
        "OVERLOADED, 20, 0, 0, 0.5, 61000",
        "HOST_KEY, 1, 0, 0, 0.5, 300000",
        "AUTHENTICATION, 9, 0, 0, 0.5, 300000",
        "CONFIG, 1, 0, 0, 0.5, 300000",
    })
    void theWaitGrowsWithFailuresAndStaysBounded(
            Kind kind, int failures, long unreachable, long since, double chance, long expected) {
        Duration wait =
                Backoff.next(
                        kind,
                        failures,
                        Duration.ofMillis(unreachable),
                        Duration.ofMillis(since),
                        Retry.DEFAULTS,
                        chance);
        assertEquals(expected, Math.round(wait.toNanos() / 1e6));
    }

    /**
     * A server of MaxStartups 10:30:100 that takes 30 ms for a login comes back; a thousand clients
     * that were refused meanwhile come back with it. Those that are turned away must spread.
     */
    @Test
    void aThousandClientsOfARestartedServerAreAllBackWithinTwoMinutesAndSpread() {
        int clients = 1000;
        Random chance = new Random(7);
        double[] next = new double[clients];
        int[] failures = new int[clients];
        boolean[] in = new boolean[clients];
        for (int i = 0; i < clients; i++) {
            // They were refused thrice a second until then.
            next[i] = chance.nextDouble() / 3;
        }
        int turnedAwayAfterTenSeconds = 0;
        int back = 0;
        for (int tick = 0; tick < 120_000 / 30 && back < clients; tick++) {
            double now = tick * 0.03;
            int served = 0;
            for (int i = 0; i < clients; i++) {
                if (in[i] || next[i] > now) {
                    continue;
                }
                if (served < 3) {
                    served++;
                    back++;
                    in[i] = true;
                } else {
                    turnedAwayAfterTenSeconds += now > 10 ? 1 : 0;
                    Duration wait =
                            Backoff.next(
                                    Kind.OVERLOADED,
                                    ++failures[i],
                                    Duration.ZERO,
                                    Duration.ZERO,
                                    Retry.DEFAULTS,
                                    chance.nextDouble());
                    next[i] = now + wait.toMillis() / 1000.0;
                }
            }
        }
        assertEquals(clients, back);
        assertTrue(
                turnedAwayAfterTenSeconds < clients / 10,
                "turned away after ten seconds: " + turnedAwayAfterTenSeconds);
    }
}
