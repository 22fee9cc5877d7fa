package org.tunnelfun.desktop.ui;

import java.time.Instant;
import java.util.Locale;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** Sentences of the window that no other screen needs. Pure. */
final class Sentence {

    /** More of one name or sentence nobody reads. */
    private static final int LONGEST = 300;

    private Sentence() {}

    /** Why it is not simply up, and what comes next; empty when there is nothing to say. */
    static String why(TunnelStatus status, Instant now) {
        String why =
                status.reason().isEmpty()
                        ? status.failure().map(Failure::message).orElse("")
                        : status.reason();
        boolean fine = status.state() == TunnelState.UP && status.proof() == Proof.PROVEN;
        if (fine || status.state() == TunnelState.OFF) {
            return "";
        }
        String next = Wording.nextTry(status, now);
        if (why.isEmpty() || next.isEmpty()) {
            return upperFirst(why + next);
        }
        return upperFirst(why) + "; " + next;
    }

    static String upperFirst(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    static String or(String text, String none) {
        return text.isEmpty() ? none : text;
    }

    /** {@code 1 visitor}, {@code no visitors}. */
    static String count(int n, String one, String many) {
        return (n == 0 ? "no" : n) + " " + (n == 1 ? one : many);
    }

    /**
     * A text from elsewhere inside a sentence of ours: bounded, and what would break its line or
     * turn its direction around as {@code \\uHHHH}.
     */
    static String escaped(String text) {
        StringBuilder safe = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .forEach(
                        c -> {
                            if (isPlain(c)) {
                                safe.appendCodePoint(c);
                            } else {
                                safe.append(String.format("\\u%04x", c));
                            }
                        });
        return safe + (text.codePointCount(0, text.length()) > LONGEST ? "…" : "");
    }

    private static boolean isPlain(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
