package org.tunnelfun.desktop.demo;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the client's log lines into events as they come. */
final class Narration {

    private static final Pattern STATE = Pattern.compile("\\bstate=(\\w+)");
    private static final Pattern REASON = Pattern.compile("\\breason=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PROOF = Pattern.compile("\\bproof=([\\w-]+)");

    private final Stage stage;
    private final String log;
    private int read;

    /** An event: the state's name in the log, and what it says. */
    record Event(String state, String text) {
        boolean up() {
            return state.equals("UP");
        }
    }

    Narration(Stage stage, String log) {
        this.stage = stage;
        this.log = log;
    }

    /** Tells every line that is new. */
    void follow(Consumer<Event> events) {
        String all = stage.log(log);
        int end = all.lastIndexOf('\n') + 1;
        if (end > read) {
            all.substring(read, end).lines().forEach(line -> event(line).ifPresent(events));
            read = end;
        }
    }

    static Optional<Event> event(String line) {
        Matcher state = STATE.matcher(line);
        if (!state.find()) {
            return Optional.empty();
        }
        String name = state.group(1).toLowerCase(Locale.ROOT);
        Matcher proof = PROOF.matcher(line);
        Matcher reason = REASON.matcher(line);
        String why = reason.find() ? reason.group(1).replaceAll("\\\\(.)", "$1") : "";
        // While it connects, the reason says it all.
        String text = name.equals("connecting") && !why.isEmpty() ? why : joined(name, why);
        if (proof.find()) {
            text = joined(name + ", " + proof.group(1), why);
        }
        return Optional.of(new Event(state.group(1), text));
    }

    private static String joined(String name, String why) {
        return why.isEmpty() ? name : name + ": " + why;
    }
}
