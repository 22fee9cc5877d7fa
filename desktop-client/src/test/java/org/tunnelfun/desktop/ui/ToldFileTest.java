package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.config.Home;

class ToldFileTest {

    @Test
    @DisplayName("an ordinary file is shown by the user's folder, whatever its letters")
    void ordinary() {
        String home = Home.expand("~/.ssh/schlüssel").toString();
        assertEquals(new ToldFile("~/.ssh/schlüssel", true), ToldFile.of(home));
    }

    @Test
    @DisplayName("a name that no file can have is shown escaped, and nothing may be made of it")
    void impossible() {
        assertEquals(new ToldFile("/k\\u0000/x", false), ToldFile.of("/k\0/x"));
        assertFalse(ToldFile.of(null).possible());
        assertFalse(ToldFile.of(" ").possible());
    }

    @Test
    @DisplayName("what breaks lines, turns them around or has no end is not shown as it is")
    void hostile() {
        assertEquals(
                "/a\\u000ab\\u202ec\\u2028\\ud800",
                ToldFile.of("/a\nb\u202ec\u2028\ud800\0").shown().replace("\\u0000", ""));
        String shown = ToldFile.of("/" + "w".repeat(100_000)).shown();
        assertEquals("/" + "w".repeat(299) + "…", shown);
    }
}
