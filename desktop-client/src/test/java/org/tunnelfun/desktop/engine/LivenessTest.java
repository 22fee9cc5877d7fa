package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rule 2 as a table; all times are milliseconds. */
class LivenessTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            just answered, silence since            | 10000 |  9000 | 10000 | 10000 |     0 | false |   50 | WAIT    | 5000
            five seconds of silence                 | 15000 |  9000 | 10000 | 10000 |     0 | false |   50 | SEND    | 2000
            a moment before five seconds            | 14999 |  9000 | 10000 | 10000 |     0 | false |   50 | WAIT    |    1
            traffic stopped two seconds ago         | 15000 | 13000 | 13000 | 10000 |     0 | false |   50 | SEND    | 2000
            traffic stopped a second ago            | 15000 | 14000 | 14000 | 10000 |     0 | false |   50 | WAIT    | 1000
            waits for a reply                       | 15000 |  9000 | 10000 | 10000 | 14000 | true  |   50 | WAIT    | 1000
            a reply is two seconds late             | 16000 |  9000 | 10000 | 10000 | 14000 | true  |   50 | SUSPECT | 2000
            late, but something else was heard      | 16000 | 15500 | 15500 | 10000 | 14000 | true  |   50 | WAIT    | 1500
            a slow link has more time for its reply | 16000 |  9000 | 10000 | 10000 | 14000 | true  | 1500 | WAIT    | 4000
            and is suspect after four round trips   | 20000 |  9000 | 10000 | 10000 | 14000 | true  | 1500 | SUSPECT | 6000
            """)
    void aKeepaliveIsSentIntoSilenceAndItsReplyHasADeadline(
            String when,
            long now,
            long traffic,
            long heard,
            long answered,
            long sent,
            boolean waiting,
            long roundTrip,
            Liveness.Action action,
            long in) {
        Liveness.Step step =
                Liveness.decide(
                        new Liveness.View(
                                nanos(now),
                                nanos(traffic),
                                nanos(heard),
                                nanos(answered),
                                nanos(sent),
                                waiting,
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(2),
                                Duration.ofMillis(roundTrip)));
        assertEquals(new Liveness.Step(action, Duration.ofMillis(in)), step);
    }

    private static long nanos(long millis) {
        return Duration.ofMillis(millis).toNanos();
    }
}
