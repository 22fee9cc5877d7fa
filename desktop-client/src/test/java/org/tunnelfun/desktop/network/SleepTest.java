package org.tunnelfun.desktop.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SleepTest {

    @ParameterizedTest(name = "wall {0} ms, monotonic {1} ms: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 | 1000 | ''",
                "2900 | 1000 | ''",
                "3000 | 1000 | this device slept for 2 s",
                "121000 | 1000 | this device slept for 120 s",
                "2900 | 2900 | ''",
                "31000 | 31000 | this device did not run for 30 s",
                // Somebody set the clock back: no sleep.
                "-3600000 | 1000 | ''"
            })
    @DisplayName("a sleep is told from a clock that is set back and a thread that waited")
    void verdicts(long wall, long monotonic, String reason) {
        assertEquals(
                reason,
                Sleep.noticed(
                                Duration.ofSeconds(1),
                                Duration.ofMillis(wall),
                                Duration.ofMillis(monotonic))
                        .orElse(""));
    }
}
