package org.tunnelfun.desktop.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

class QuoteTest {

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "/usr/bin/tunnelfun ~ /usr/bin/tunnelfun",
                "my nas ~ \"my nas\"",
                "a;b ~ \"a;b\"",
                "; ~ \";\"",
                "100% ~ \"100%%\"",
                "$HOME ~ \"$$HOME\"",
                "${X} ~ \"$${X}\"",
                "say \"hi\" ~ \"say \\\"hi\\\"\"",
                "C:\\x ~ \"C:\\\\x\"",
                "naïve ~ \"naïve\"",
                "it's ~ \"it's\"",
            })
    void systemdGetsBackTheSameWord(String word, String written) {
        assertEquals("x " + written, Quote.systemd(List.of("x", word)));
    }

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "/opt/x ~ /opt/x",
                "my nas ~ \"my nas\"",
                "100% ~ \"100%%\"",
                "a$b ~ \"a\\\\$b\"",
                "a\"b ~ \"a\\\\\"b\"",
                "a\\b ~ \"a\\\\\\\\b\"",
                "K=V ~ \"K=V\"",
            })
    void aDesktopEntryGetsBackTheSameWord(String word, String written) {
        assertEquals(written, Quote.desktopEntry(List.of(word)));
    }

    @ParameterizedTest(name = "{0} is written {1}")
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "run ~ run",
                "C:\\Program Files\\x ~ \"C:\\Program Files\\x\"",
                "C:\\a b\\ ~ \"C:\\a b\\\\\"",
                "say \"hi\" ~ \"say \\\"hi\\\"\"",
                "\\\" ~ \"\\\\\\\"\"",
                "C:\\x\\ ~ C:\\x\\",
            })
    void windowsGetsBackTheSameWord(String word, String written) {
        assertEquals(written, Quote.windows(List.of(word)));
    }

    @Requires(Need.LINUX)
    @Test
    void aRealShellGetsBackTheSameWords() {
        List<String> hostile =
                List.of("a b", "it's", "$(reboot)", "`id`", "a\\b", "\"", "*", "~", "-n", "&& x");
        String line = "printf '<%s>' " + Quote.shell(hostile);
        String expected = String.join("", hostile.stream().map(w -> "<" + w + ">").toList());
        assertEquals(expected, Tools.run(List.of("sh", "-c", line)));
    }

    @Test
    void aProgramThatSystemdWouldNotStartIsRefusedByName() {
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Quote.systemd(List.of("/opt/it's/tunnelfun")));
        assertEquals(
                "/opt/it's/tunnelfun: systemd starts no program with quotes or backslashes in its"
                        + " path",
                e.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"nas\nExecStartPre=/bin/evil", "nas\r", "nas\0", "nas\u0085x"})
    void aLineBreakIsRefusedEverywhere(String word) {
        Stream.<java.util.function.Function<String, String>>of(
                        w -> Quote.systemd(List.of(w)),
                        Quote::systemdText,
                        w -> Quote.desktopEntry(List.of(w)),
                        w -> Quote.windows(List.of(w)),
                        w -> Quote.shell(List.of(w)),
                        Quote::xml)
                .forEach(
                        quote ->
                                assertThrows(
                                        IllegalArgumentException.class, () -> quote.apply(word)));
    }
}
