package org.tunnelfun.reaper.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrakeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, false, 2147483647",
        "1, 1, false, 2147483647",
        "10, 10, false, 2147483647",
        "11, 5, false, 2147483647",
        "11, 6, true, 5",
        "12, 6, false, 2147483647",
        "12, 7, true, 5",
        "100, 50, false, 2147483647",
        "100, 51, true, 10",
        "10000, 500, false, 2147483647",
        "10000, 9000, true, 1000",
    })
    void moreThanHalfOfMoreThanTenPortsEngageIt(int ports, int silent, boolean on, int most) {
        Brake brake = Brake.of(ports, silent);
        assertEquals(on, brake.on());
        assertEquals(most, brake.most());
        assertEquals(on ? 1 : 0, brake.extraStrikes());
    }
}
