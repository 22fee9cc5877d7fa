package org.tunnelfun.reaper.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EscapeTest {
    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "'a\u001b[31mb', 'a\\x1b[31mb'",
        "'a\nb', 'a\\x0ab'",
        "'a\\b', 'a\\\\b'",
        "'\u202eevil', '\\u202eevil'",
        "'\u200b', '\\u200b'",
        "'\u0080', '\\x80'",
        "'日本', '日本'",
    })
    void whatATerminalMightObeyIsWrittenOut(String raw, String safe) {
        assertEquals(safe, Escape.text(raw, 100));
    }

    @Test
    void itIsCutWithinTheLimit() {
        assertEquals("aaaa…", Escape.text("a".repeat(50), 4));
        assertEquals("\\x1b…", Escape.text("\u001b\u001b", 5));
    }

    @Test
    void noControlCharacterEverPasses() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder raw = new StringBuilder();
            random.ints(random.nextInt(50), 0, 0x10000).forEach(c -> raw.append((char) c));
            String safe = Escape.text(raw.toString(), 60);
            assertTrue(safe.length() <= 61);
            assertTrue(safe.chars().noneMatch(Character::isISOControl), safe);
        }
    }
}
