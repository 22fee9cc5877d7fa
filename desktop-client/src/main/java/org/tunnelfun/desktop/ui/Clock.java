package org.tunnelfun.desktop.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times of day in this device's zone. */
final class Clock {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private Clock() {}

    static String time(Instant at) {
        return TIME.format(at.atZone(ZoneId.systemDefault()));
    }

    static String dateTime(Instant at) {
        return DATE_TIME.format(at.atZone(ZoneId.systemDefault()));
    }

    static String fromTo(Instant from, Instant to) {
        return time(from) + " – " + time(to);
    }
}
