package org.tunnelfun.desktop.ui;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times of day in this device's zone. */
final class Clock {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private static final DateTimeFormatter DATE_TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private static final DateTimeFormatter DAY_TIME = DateTimeFormatter.ofPattern("MM-dd HH:mm");

    private Clock() {}

    /** The time of today, and day and time of what is older. */
    static String recent(Instant at, Instant now) {
        ZoneId zone = ZoneId.systemDefault();
        boolean today = at.atZone(zone).toLocalDate().equals(now.atZone(zone).toLocalDate());
        return today ? time(at) : DAY_TIME.format(at.atZone(zone));
    }

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
