package org.tunnelfun.desktop.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

class ShellWordTest {

    @ParameterizedTest
    @Requires(Need.LINUX)
    @ValueSource(
            strings = {
                "nas",
                "my nas",
                "it's",
                "$(reboot)",
                "`reboot`",
                "a;b",
                "a\\b",
                "~",
                "*",
                "!x",
                "\""
            })
    void aShellReadsBackExactlyThisWord(String word) {
        String command = "printf '[%s]' " + ShellWord.of(word, false);
        assertEquals("[" + word + "]", Tools.run(List.of("sh", "-c", command)));
    }

    @Test
    void plainWordsStayAsTheyAre() {
        assertEquals("/home/anna/.ssh/id", ShellWord.of("/home/anna/.ssh/id", false));
        assertEquals("C:\\Users\\anna", ShellWord.of("C:\\Users\\anna", true));
        assertEquals("\"C:\\my key\"", ShellWord.of("C:\\my key", true));
    }
}
