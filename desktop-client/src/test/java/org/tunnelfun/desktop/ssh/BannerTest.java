package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Its lines are the same examples that the reaper's twin is tested with. */
class BannerTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SSH-2.0-OpenSSH_9.2p1 Debian~           | SSH-2.0-OpenSSH_9.2p1 Debian",
                "SSH-1.99-old#~                          | SSH-1.99-old",
                "a line before~another#~SSH-2.0-dropbear~| SSH-2.0-dropbear",
                "SSH-2.0-not finished                    | ''",
                "SSH-1.5-too old~                        | ''",
                "HTTP/1.1 400 about SSH-2.0-x~           | ''",
                "ssh-2.0-lower~                          | ''",
                "Exceeded MaxStartups#~                  | ''",
                "~~~SSH-2.0-x~                           | SSH-2.0-x",
            })
    void lines(String said, String found) {
        String text = said.strip().replace('#', '\r').replace('~', '\n');
        assertEquals(found, feed(text).found());
        Banner byBytes = new Banner();
        for (byte b : text.getBytes(StandardCharsets.ISO_8859_1)) {
            byBytes.feed(new byte[] {b}, 0, 1);
        }
        assertEquals(found, byBytes.found());
    }

    @Test
    void afterEightKibibytesOrTooManyLinesNothingCounts() {
        assertEquals("", feed("x".repeat(9000) + "\nSSH-2.0-x\n").found());
        assertEquals("", feed("\n".repeat(300) + "SSH-2.0-x\n").found());
        assertFalse(new Banner().feed(new byte[9000], 0, 9000));
    }

    @Test
    void aBannerCannotReachTheTerminalAndIsNoLongerThanAllowed() {
        assertEquals("SSH-2.0-\\x1b]0;x\\x07", feed("SSH-2.0-\33]0;x\7\r\n").found());
        assertEquals("", feed("SSH-2.0-" + "x".repeat(300) + "\n").found());
    }

    private static Banner feed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        Banner banner = new Banner();
        banner.feed(bytes, 0, bytes.length);
        return banner;
    }
}
