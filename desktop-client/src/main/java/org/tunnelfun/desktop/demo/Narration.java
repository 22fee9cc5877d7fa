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
        StringBuilder text = new StringBuilder(state.group(1).toLowerCase(Locale.ROOT));
        Matcher proof = PROOF.matcher(line);
        if (proof.find()) {
            text.append(", ").append(proof.group(1));
        }
        Matcher reason = REASON.matcher(line);
        if (reason.find()) {
            text.append(": ").append(reason.group(1).replaceAll("\\\\(.)", "$1"));
        }
        return Optional.of(new Event(state.group(1), text.toString()));
    }
}
