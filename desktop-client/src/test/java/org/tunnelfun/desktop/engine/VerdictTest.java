package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.engine.SshSession.SelfCheck;

class VerdictTest {

    @ParameterizedTest(name = "127.0.0.1 {0}, ::1 {1}: {2}")
    @CsvSource({
        "PROVEN, PROVEN, PROVEN",
        "PROVEN, NOBODY, PROVEN",
        "NOBODY, PROVEN, PROVEN",
        "PROVEN, FORBIDDEN, PROVEN",
        "PROVEN, UNKNOWN, PROVEN",
        "TARGET_DOWN, TARGET_DOWN, TARGET_DOWN",
        "TARGET_DOWN, NOBODY, TARGET_DOWN",
        "PROVEN, FOREIGN, HALF",
        "SILENT, PROVEN, HALF",
        "FOREIGN, TARGET_DOWN, HALF",
        "FORBIDDEN, FORBIDDEN, FORBIDDEN",
        "FORBIDDEN, NOBODY, FORBIDDEN",
        "SILENT, SILENT, SILENT",
        "SILENT, NOBODY, SILENT",
        "FOREIGN, SILENT, FOREIGN",
        "NOBODY, NOBODY, NOBODY",
        "UNKNOWN, NOBODY, UNKNOWN",
        "UNKNOWN, UNKNOWN, UNKNOWN",
    })
    void bothLoopbacksTogetherGiveOneVerdict(Heard v4, Heard v6, Verdict expected) {
        assertEquals(expected, Verdict.of(new SelfCheck(v4, v6, "", Duration.ZERO)));
    }
}
