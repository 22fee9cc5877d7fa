package org.tunnelfun.desktop.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LogLayoutTest {

    private static final String END = System.lineSeparator();

    private final LogLayout layout = new LogLayout(false);

    @ParameterizedTest
    @CsvSource({"INFO, 'INFO  '", "WARN, 'WARN  '", "ERROR, 'ERROR '", "DEBUG, 'DEBUG '"})
    void messagesBeginInOneColumn(String level, String begin) {
        assertEquals(
                begin + "a: b" + END,
                layout.doLayout(event(Level.toLevel(level), "{}: {}", null, "a", "b")));
    }

    @Test
    void whatATerminalWouldObeyIsCut() {
        assertEquals(
                "INFO  a\tb\nc?[31m?d? é?" + END,
                layout.doLayout(event(Level.INFO, "a\tb\nc\033[31m\u009bd\u007f é\r", null)));
    }

    @Test
    void thereIsAClockWhereTheJournalHasNone() {
        String line = new LogLayout(true).doLayout(event(Level.INFO, "a", null));
        assertTrue(line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d INFO  a\\R"), line);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-01-31T23:59:59", "2026-07-01T00:00:00"})
    void theClockIsThatOfTheDeviceInWinterAndSummer(String text) {
        for (String zone : List.of("Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "UTC")) {
            LocalDateTime local = LocalDateTime.parse(text);
            long millis = local.atZone(ZoneId.of(zone)).toInstant().toEpochMilli();
            assertEquals(local, LogLayout.at(millis, TimeZone.getTimeZone(zone)), zone);
        }
    }

    @Test
    void aClockThatSomebodySetTwentyHoursAheadStillWritesItsLines() {
        assertEquals(
                LocalDateTime.parse("1970-01-01T19:59:59"),
                LogLayout.at(-1, TimeZone.getTimeZone("GMT+20:00")));
    }

    @Test
    void anExceptionIsToldWithItsCause() {
        Throwable e = new IllegalStateException("outer", new IOException("inner"));
        String line = layout.doLayout(event(Level.WARN, "odd", e));
        assertTrue(line.startsWith("WARN  odd" + END + "java.lang.IllegalStateException: outer"));
        assertTrue(line.contains("Caused by: java.io.IOException: inner"), line);
        assertTrue(line.contains("\tat " + getClass().getName()), line);
    }

    @Test
    void theProgramLogsByThisAndNotByWhatLogbackFinds() {
        assertEquals(
                LogProvider.class.getName(),
                System.getProperty("slf4j.provider"),
                "as Main says it");
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        assertEquals(Level.INFO, context.getLogger("org.tunnelfun").getLevel());
        assertEquals(Level.WARN, context.getLogger(Logger.ROOT_LOGGER_NAME).getLevel());
    }

    private static LoggingEvent event(Level level, String text, Throwable e, Object... words) {
        Logger logger = new LoggerContext().getLogger("org.tunnelfun");
        return new LoggingEvent("", logger, level, text, e, words);
    }
}
