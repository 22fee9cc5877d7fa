package org.tunnelfun.desktop.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.engine.Replacement.Verdict;

/** Rule 3 as a table; all times are milliseconds, a blocked write of -1 means never. */
class ReplacementTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            no challenger has logged in             | false | false |    0 |   -1 | false |     0 |    0 |  100 |  0 |      0 | WAIT    |   500
            idle: the grace has not passed          | false | false |    0 |   -1 | true  |   300 |  100 |  100 |  0 |      0 | WAIT    |   200
            idle: the grace has passed              | false | false |    0 |   -1 | true  |   500 |  100 |  100 |  0 |      0 | REPLACE |     0
            idle: a login of 400 ms asks for 800    | false | false |    0 |   -1 | true  |   700 |  400 |  100 |  0 |      0 | WAIT    |   100
            revival in the middle                   | true  | false |    0 |   -1 | true  |   900 |  100 |  100 |  0 |      0 | PARK    |     0
            the address is lost: no grace           | false | true  |    0 |   -1 | true  |     1 |  100 |  100 |  0 |      0 | REPLACE |     0
            the address is lost, bytes notwithstanding | true | true |   0 |   -1 | true  |     1 |  100 |  100 |  0 |      0 | REPLACE |     0
            the address is lost, nobody logged in   | false | true  |    0 |   -1 | false |     1 |    0 |  100 |  0 |      0 | WAIT    |   500
            bulk upload, the write is blocked       | false | false | 1000 |    0 | true  |  9000 |  100 |  100 |  0 |      0 | WAIT    | 21000
            bulk upload, the write moved just now   | false | false |    0 | 2000 | true  |  9000 |  100 |  100 |  0 |      0 | WAIT    | 21000
            bulk upload for half a minute           | false | false |    0 | 2000 | true  | 30000 |  100 |  100 |  0 |      0 | REPLACE |     0
            a write that has not moved for long     | false | false | 6000 |    0 | true  |   600 |  100 |  100 |  0 |      0 | REPLACE |     0
            loss: the challenger's login was slow   | false | false |    0 |   -1 | true  | 20000 | 4000 |  100 |  3 |      0 | WAIT    | 40000
            loss: ten clean round trips cut it short| false | false |    0 |   -1 | true  | 20000 | 4000 |  100 | 10 |      0 | REPLACE |     0
            loss: a minute has passed               | false | false |    0 |   -1 | true  | 60000 | 4000 |  100 |  3 |      0 | REPLACE |     0
            a server that is always slow is no loss | false | false |    0 |   -1 | true  |  3000 | 1500 | 1400 |  0 |      0 | REPLACE |     0
            it speaks, and answers nothing for a while | true | false |   0 |   -1 | true  | 99999 |  100 |  100 |  9 | 179999 | PARK    |     0
            it speaks, and answers nothing for long | true  | false |    0 |   -1 | true  | 99999 |  100 |  100 |  0 | 180000 | REPLACE |     0
            the same, beside a slow login           | true  | false |    0 |   -1 | true  | 99999 | 4000 |  100 |  9 | 180000 | PARK    |     0
            the same, and ten clean round trips     | true  | false |    0 |   -1 | true  | 99999 | 4000 |  100 | 10 | 180000 | REPLACE |     0
            the same, and our own upload moves      | true  | false |    0 | 2000 | true  | 99999 |  100 |  100 | 10 | 180000 | PARK    |     0
            """)
    void aChallengerReplacesOnlyOnProof(
            String when,
            boolean heard,
            boolean addressLost,
            long blocked,
            long sinceBlocked,
            boolean loggedIn,
            long sinceConnected,
            long login,
            long bestLogin,
            int roundTrips,
            long inVain,
            Verdict verdict,
            long in) {
        Replacement.Decision decision =
                Replacement.decide(
                        new Replacement.Evidence(
                                heard,
                                addressLost,
                                Duration.ofMillis(blocked),
                                sinceBlocked < 0
                                        ? Duration.ofNanos(Long.MAX_VALUE)
                                        : Duration.ofMillis(sinceBlocked),
                                loggedIn,
                                Duration.ofMillis(sinceConnected),
                                Duration.ofMillis(login),
                                Duration.ofMillis(bestLogin),
                                roundTrips,
                                Duration.ofMillis(inVain)));
        assertEquals(verdict, decision.verdict(), decision.reason());
        assertEquals(Duration.ofMillis(in), decision.in());
    }
}
