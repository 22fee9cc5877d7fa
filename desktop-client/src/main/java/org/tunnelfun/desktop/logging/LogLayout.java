package org.tunnelfun.desktop.logging;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.TimeZone;

/**
 * {@code 2026-01-31T12:00:00 WARN what there is to say}. By Logback's own patterns it would be one
 * line, but 130 classes more in memory, half a megabyte.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT);

    private final boolean clock;

    /**
     * A layout.
     *
     * @param clock whether a line begins with the time
     */
    LogLayout(boolean clock) {
        this.clock = clock;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder();
        if (clock) {
            SECONDS.formatTo(at(event.getTimeStamp(), TimeZone.getDefault()), line);
            line.append(' ');
        }
        String level = event.getLevel().toString();
        line.append(level).append(" ".repeat(Math.max(1, 6 - level.length())));
        String message = event.getFormattedMessage();
        for (int i = 0; i < message.length(); i++) {
            line.append(harmless(message.charAt(i)));
        }
        line.append(System.lineSeparator());
        if (event.getThrowableProxy() != null) {
            line.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
        }
        return line.toString();
    }

    /** Not by {@code ZoneId}: that looks for more time zones in every jar of the class path. */
    static LocalDateTime at(long millis, TimeZone zone) {
        // Of a TimeZone, unlike a ZoneOffset, a user may make one that is 20 hours ahead.
        long seconds = Math.floorDiv(millis + zone.getOffset(millis), 1000L);
        return LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
    }

    /** Cuts what a hostile peer could have put into a message that somebody forgot to escape. */
    private static char harmless(char c) {
        boolean control = c < ' ' && c != '\t' && c != '\n' || c == 0x7f || c == 0x9b;
        return control ? '?' : c;
    }
}
