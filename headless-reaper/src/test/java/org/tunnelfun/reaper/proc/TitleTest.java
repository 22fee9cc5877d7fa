package org.tunnelfun.reaper.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TitleTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    sshd: anna                                                  | SESSION  | anna             | false
                    sshd: anna@notty                                            | SESSION  | anna             | false
                    sshd: anna@pts/0                                            | SESSION  | anna             | true
                    sshd: anna@pts/0,pts/1                                      | SESSION  | anna             | true
                    sshd: root@ttyS0                                            | SESSION  | root             | true
                    sshd-session: anna@notty                                    | SESSION  | anna             | false
                    sshd-session: anna                                          | SESSION  | anna             | false
                    sshd: anna@example.org@pts/3                                | SESSION  | anna@example.org | true
                    sshd: EXAMPLE\\anna@notty                                   | SESSION  | EXAMPLE\\anna    | false
                    sshd: anna [priv]                                           | MONITOR  | ``               | false
                    sshd-session: anna [priv]                                   | MONITOR  | ``               | false
                    sshd-session: anna [postauth]                               | MONITOR  | ``               | false
                    sshd: [accepted]                                            | MONITOR  | ``               | false
                    sshd: [net]                                                 | MONITOR  | ``               | false
                    sshd: anna [net]                                            | MONITOR  | ``               | false
                    sshd: unknown [preauth]                                     | MONITOR  | ``               | false
                    sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups     | LISTENER | ``               | false
                    sshd: sshd -D [listener] 0 of 10-100 startups               | LISTENER | ``               | false
                    sshd: sshd [listener] 3 of 10-100 startups                  | LISTENER | ``               | false
                    sshd: sshd -D -o x=[priv] [listener] 0 of 10-100 startups   | LISTENER | ``               | false
                    /usr/sbin/sshd -D                                           | UNCLEAR  | ``               | false
                    sshd: /usr/sbin/sshd -D                                     | UNCLEAR  | ``               | false
                    sshd -D                                                     | UNCLEAR  | ``               | false
                    sshd:                                                       | UNCLEAR  | ``               | false
                    sshd: anna bob                                              | UNCLEAR  | ``               | false
                    nginx: sshd: anna                                           | UNCLEAR  | ``               | false
                    ``                                                          | UNCLEAR  | ``               | false
                    """)
    void aTitleTellsTheRoleAndWhatIsUnclearStaysSo(
            String title, Title.Role role, String user, boolean tty) {
        assertEquals(new Title(role, user, tty), Title.of(title));
    }

    @ParameterizedTest
    @CsvSource({"sshd: anna\u001b[2J", "'sshd: anna\nsshd: root [priv]'"})
    void aHostileTitleIsNeverASessionWithMoreInIt(String title) {
        Title read = Title.of(title);
        assertEquals(false, read.role() == Title.Role.LISTENER);
    }

    /** A title of 4 KB of whatever is neither an exception nor slow, and no user with spaces. */
    @Test
    void noGarbageMakesAUserThatCouldForgeALine() {
        Random random = new Random(4711);
        String good = "sshd: anna@example.org@pts/0 [priv] [listener] 1 of 10-100 startups";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder title =
                    new StringBuilder(good.substring(0, random.nextInt(good.length())));
            for (int more = random.nextInt(i % 100 == 0 ? 4096 : 40); more > 0; more--) {
                title.append(
                        random.nextBoolean()
                                ? (char) random.nextInt(256)
                                : good.charAt(random.nextInt(good.length())));
            }
            Title read = Title.of(title.toString());
            assertTrue(read.user().chars().noneMatch(Character::isWhitespace), title.toString());
            assertTrue(read.role() == Title.Role.SESSION || read.user().isEmpty());
        }
    }
}
