package org.tunnelfun.desktop.logging;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;
import org.tunnelfun.desktop.ui.Wording;

/**
 * One line per change of a tunnel, {@code tunnel=home state=WAITING reason="keepalive unanswered
 * for 2 s" next=8s}; repeated ones are folded.
 */
public final class StatusLog implements Consumer<List<TunnelStatus>> {

    /** A state that lasts this long is worth a line even if many like it were folded. */
    private static final Duration SETTLED = Duration.ofSeconds(30);

    /** Coming up and going down are said at once, every time, until a tunnel does little else. */
    private static final int TURNS = 20;

    private static final Duration ANOTHER_TURN = Duration.ofMinutes(10);

    private final Supplier<Instant> now;
    private final Consumer<String> out;
    private final Map<String, History> histories = new HashMap<>();

    private static final class History {
        private final Folding folding = new Folding();
        private final Allowance turns = new Allowance(TURNS, ANOTHER_TURN);
        private final Set<String> advised = new HashSet<>();
        private TunnelState state;
        private String last = "";
        private String printed = "";
    }

    /**
     * A log of statuses.
     *
     * @param now the wall clock
     * @param out takes each line, or several for advice
     */
    public StatusLog(Supplier<Instant> now, Consumer<String> out) {
        this.now = now;
        this.out = out;
    }

    @Override
    public synchronized void accept(List<TunnelStatus> statuses) {
        Set<String> names = new HashSet<>();
        for (TunnelStatus status : statuses) {
            names.add(status.name());
            note(status, histories.computeIfAbsent(status.name(), n -> new History()));
        }
        histories.keySet().retainAll(names);
    }

    private void note(TunnelStatus s, History history) {
        String what = line(s);
        Instant at = now.get();
        if (step(s, history)) {
            return;
        }
        boolean turn = standing(history.state) != standing(s.state());
        history.state = s.state();
        if (!what.equals(history.last)) {
            history.last = what;
            boolean say = turn && history.turns.take(at);
            history.folding.note(what, at, say).ifPresent(r -> print(s, history, what, r));
        } else if (!what.equals(history.printed) && settled(s, at)) {
            print(s, history, what, new Folding.Repeats(0, Duration.ZERO));
        }
    }

    /** Whether it is a mere step on the way: not begun, or one more of connecting. */
    private static boolean step(TunnelStatus s, History history) {
        return history.state == null && s.state() == TunnelState.OFF
                || history.state == TunnelState.CONNECTING
                        && s.state() == TunnelState.CONNECTING
                        && s.failure().isEmpty();
    }

    /** Whether it serves: 1, is wanted but does not: 0, or is not wanted: -1. */
    private static int standing(TunnelState state) {
        return state == TunnelState.UP || state == TunnelState.SUSPECT
                ? 1
                : state == TunnelState.OFF ? -1 : 0;
    }

    private static boolean settled(TunnelStatus s, Instant at) {
        return s.state() != TunnelState.CONNECTING
                && s.state() != TunnelState.WAITING
                && s.state() != TunnelState.SUSPECT
                && Duration.between(s.since(), at).compareTo(SETTLED) >= 0;
    }

    private void print(TunnelStatus s, History history, String what, Folding.Repeats repeats) {
        history.printed = what;
        String next =
                s.nextAttemptAt()
                        .map(t -> Duration.between(now.get(), t).plusMillis(999).toSeconds())
                        .map(seconds -> " next=" + Math.max(0, seconds) + "s")
                        .orElse("");
        String folded =
                repeats.times() == 0
                        ? ""
                        : " (same error %d times in %s)"
                                .formatted(repeats.times(), minutes(repeats.within()));
        out.accept(what + next + folded);
        s.failure()
                .filter(f -> f.kind().needsUser() && !f.advice().isEmpty())
                .filter(f -> history.advised.size() < 20 && history.advised.add(f.message()))
                .map(Failure::advice)
                .ifPresent(advice -> out.accept(advice.strip().indent(2).stripTrailing()));
    }

    private static String line(TunnelStatus s) {
        StringBuilder line = new StringBuilder("tunnel=" + value(s.name()) + " state=" + s.state());
        if (s.state() == TunnelState.UP) {
            line.append(" proof=").append(s.proof() == Proof.NONE ? "none" : s.proof().jsonName());
            line.append(" port=").append(Wording.ports(s).replace(", ", ","));
            line.append(" server=").append(value(s.server()));
        }
        String reason = reason(s);
        return reason.isEmpty() ? line.toString() : line + " reason=" + quoted(reason);
    }

    private static String reason(TunnelStatus s) {
        boolean troubled = s.state() != TunnelState.UP && s.state() != TunnelState.OFF;
        Optional<String> failure = troubled ? s.failure().map(Failure::message) : Optional.empty();
        return s.reason().isEmpty() ? failure.orElse("") : s.reason();
    }

    private static String minutes(Duration length) {
        long minutes = Math.max(1, Math.round(length.toSeconds() / 60.0));
        return minutes < 120 ? minutes + " min" : Math.round(minutes / 60.0) + " h";
    }

    private static String value(String text) {
        return text.matches("[A-Za-z0-9@._:\\[\\]-]+") ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints()
                .limit(500)
                .map(
                        c ->
                                Character.isISOControl(c)
                                                || Character.getType(c) == Character.FORMAT
                                        ? '?'
                                        : c)
                .forEach(c -> quoted.append(c == '"' || c == '\\' ? "\\" : "").appendCodePoint(c));
        return quoted.append('"').toString();
    }
}
