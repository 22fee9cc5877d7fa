package org.tunnelfun.desktop.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** Status to words, for screen, tray, log and {@code status} alike. Pure; now is an argument. */
public final class Wording {

    /** Stands for a value that does not exist. */
    public static final String NOTHING = "–";

    private Wording() {}

    /** The word on screens: {@code Up, unproven}. */
    public static String state(TunnelStatus status) {
        return state(status.state(), status.proof());
    }

    /** The word on screens for a state with its proof. */
    public static String state(TunnelState state, Proof proof) {
        return switch (state) {
            case OFF -> "Off";
            case CONNECTING, WAITING -> "Connecting…";
            case SUSPECT -> "Up, checking…";
            case NEEDS_USER -> "Needs you";
            case UP ->
                    switch (proof) {
                        case PROVEN -> "Up";
                        case TARGET_DOWN -> "Target down";
                        case UNPROVEN, NONE -> "Up, unproven";
                    };
        };
    }

    /** The same word inside a line or a table: {@code up, unproven}. */
    public static String cell(TunnelStatus status) {
        return state(status).replace("…", "").toLowerCase(Locale.ROOT);
    }

    /** A length of time by its two largest units: {@code 3 h 12 m}, {@code 12 s}. */
    public static String duration(Duration length) {
        long s = Math.max(0, length.toSeconds());
        if (s < 60) {
            return s + " s";
        }
        if (s < 3_600) {
            return two(s / 60, " m", s % 60, " s");
        }
        if (s < 86_400) {
            return two(s / 3_600, " h", s % 3_600 / 60, " m");
        }
        return two(s / 86_400, " d", s % 86_400 / 3_600, " h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + unit + (small == 0 ? "" : " " + small + smallUnit);
    }

    /** A length of time by its largest unit, for tight places: {@code 3 h}, {@code 20 s}. */
    public static String rough(Duration length) {
        String[] words = duration(length).split(" ", 3);
        return words[0] + " " + words[1];
    }

    /** {@code 20 s ago}. */
    public static String ago(Instant then, Instant now) {
        return rough(Duration.between(then, now)) + " ago";
    }

    /** {@code 31 ms}; {@code 0.4 ms} below ten. */
    public static String roundTrip(Duration rtt) {
        double ms = rtt.toNanos() / 1e6;
        return (ms < 9.95 ? String.format(Locale.ROOT, "%.1f", ms) : Math.round(ms)) + " ms";
    }

    /** {@code 4.2 MB}, in powers of 1000. */
    public static String bytes(long count) {
        if (count < 1_000) {
            return count + " B";
        }
        double value = count;
        int power = 0;
        while (value >= 999.5 && power < 5) {
            value /= 1_000;
            power++;
        }
        String number =
                value < 9.95 ? String.format(Locale.ROOT, "%.1f", value) : "" + Math.round(value);
        return number + " " + " kMGTP".charAt(power) + "B";
    }

    /** The server's port or ports: {@code 2001}, or {@code 2001, 2101}. */
    public static String ports(TunnelStatus status) {
        return status.forwards().stream()
                .map(f -> port(f) == 0 ? "any" : "" + port(f))
                .collect(Collectors.joining(", "));
    }

    /** The port the server listens on, or the one it was asked for. */
    public static int port(ForwardStatus forward) {
        return forward.boundPort() != 0 ? forward.boundPort() : forward.forward().remote().port();
    }

    /** {@code next try in 4 s}; empty unless an attempt is waited for. */
    public static String nextTry(TunnelStatus status, Instant now) {
        return status.nextAttemptAt()
                .map(at -> "next try in " + duration(ceil(Duration.between(now, at))))
                .orElse("");
    }

    private static Duration ceil(Duration d) {
        return d.plusNanos(999_999_999);
    }

    /** One line for a menu: {@code up 3 h 12 m, checked 20 s ago}. */
    public static String line(TunnelStatus status, Instant now) {
        String since = duration(Duration.between(status.since(), now));
        StringJoiner line = new StringJoiner(", ");
        switch (status.state()) {
            case OFF -> line.add("off");
            case NEEDS_USER -> line.add("needs you: " + why(status));
            case CONNECTING, WAITING -> {
                line.add("connecting");
                addUnlessEmpty(line, nextTry(status, now));
            }
            case SUSPECT -> line.add("up, checking: " + why(status));
            case UP -> {
                switch (status.proof()) {
                    case PROVEN -> line.add("up " + since);
                    case TARGET_DOWN -> line.add("target down").add("tunnel up " + since);
                    case UNPROVEN, NONE -> line.add("up " + since).add("not proven end to end");
                }
                if (status.proof() == Proof.PROVEN) {
                    status.provenAt().ifPresent(at -> line.add("checked " + ago(at, now)));
                }
            }
        }
        return line.toString();
    }

    /** Why a tunnel is not simply up: its reason, else its last failure, else the state's word. */
    public static String why(TunnelStatus status) {
        if (!status.reason().isEmpty()) {
            return status.reason();
        }
        return status.failure().map(f -> f.message()).orElseGet(() -> cell(status));
    }

    /** All tunnels at once: {@code 2 up, 1 connecting}; {@code no tunnels} without any. */
    public static String summary(Collection<TunnelStatus> statuses) {
        Map<Look, Integer> counts = new EnumMap<>(Look.class);
        int down = 0;
        for (TunnelStatus s : statuses) {
            if (s.state() == TunnelState.UP && s.proof() == Proof.TARGET_DOWN) {
                down++;
            } else {
                counts.merge(Look.of(s), 1, Integer::sum);
            }
        }
        StringJoiner summary = new StringJoiner(", ");
        count(summary, counts.get(Look.NEEDS_YOU), "needs you", "need you");
        count(summary, counts.get(Look.UP), "up", "up");
        count(summary, down == 0 ? null : down, "target down", "targets down");
        count(summary, counts.get(Look.PARTLY), "unproven", "unproven");
        count(summary, counts.get(Look.WORKING), "connecting", "connecting");
        count(summary, counts.get(Look.OFF), "off", "off");
        return statuses.isEmpty() ? "no tunnels" : summary.toString();
    }

    private static void count(StringJoiner summary, Integer n, String one, String many) {
        if (n != null) {
            summary.add(n + " " + (n == 1 ? one : many));
        }
    }

    private static void addUnlessEmpty(StringJoiner line, String text) {
        if (!text.isEmpty()) {
            line.add(text);
        }
    }
}
