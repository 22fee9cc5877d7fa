package org.tunnelfun.reaper.proc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatTest {
    private static final String REST = " T 77 1 1 34816 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 98765 1 1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sshd",
                ") R 1 (",
                ")(",
                "a b c",
                "",
                "((((",
                "))))",
                ") S 1 1 1 1 1 1 1 1 1 1 1 (",
                "new\nline",
                "\u001b[31m"
            })
    void theNameOfAProgramCannotForgeTheFieldsBehindIt(String name) {
        Optional<Stat> stat = Stat.parse("4711 (" + name + ")" + REST);
        assertEquals(Optional.of(new Stat(4711, 'T', 77, 34816, 98765)), stat);
        assertTrue(stat.orElseThrow().stopped());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "4711",
                "4711 (sshd",
                "4711 (sshd)",
                "4711 (sshd) S 1",
                "x (sshd) S 1 1 1 1",
                ")(",
                "4711 sshd) S 1 (",
                "99999999999 (a) S 1 1 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1"
            })
    void whatIsNoStatLineIsEmpty(String text) {
        assertEquals(Optional.empty(), Stat.parse(text));
    }

    @Test
    void aNameOfFourKilobytesIsRead() {
        assertTrue(Stat.parse("1 (" + "x".repeat(4096) + ")" + REST).isPresent());
    }
}
