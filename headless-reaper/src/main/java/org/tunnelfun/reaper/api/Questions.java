package org.tunnelfun.reaper.api;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines that the control socket understands: {@code status}, {@code why 2001}, … */
final class Questions {
    private static final Pattern LINE =
            Pattern.compile("(status|ports|why|recheck)(?: ([0-9]{1,5}))?");

    private final Desk desk;

    Questions(Desk desk) {
        this.desk = desk;
    }

    String answer(String line) throws InterruptedException {
        Matcher asked = LINE.matcher(line);
        if (!asked.matches()) {
            return Answers.error("the question is not understood");
        }
        boolean aboutOne = asked.group(1).equals("why") || asked.group(1).equals("recheck");
        if (aboutOne != (asked.group(2) != null)) {
            return Answers.error(aboutOne ? "which port?" : "no port belongs there");
        }
        if (!aboutOne) {
            return asked.group(1).equals("status")
                    ? desk.fleet()
                    : Answers.watched(desk.watchedPorts());
        }
        int port = Integer.parseInt(asked.group(2));
        if (!desk.watched(port)) {
            return Answers.error("port " + port + " is not watched");
        }
        if (asked.group(1).equals("why")) {
            return desk.port(port);
        }
        long wait = desk.tooEarly(port);
        return wait > 0
                ? Answers.error("rechecked a moment ago; again in " + wait + " s")
                : desk.recheck(port);
    }
}
