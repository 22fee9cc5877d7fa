package org.tunnelfun.desktop.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns a {@link History} into what a plot of so many columns shows. Pure. */
final class Bars {

    private Bars() {}

    /**
     * The level of each column, {@code null} where nothing is known. A column shows the worst of
     * its time, so that a short outage does not vanish between two good hours.
     */
    static List<History.Level> levels(
            List<History.Span> spans, Instant from, Instant to, int columns) {
        History.Level[] levels = new History.Level[columns];
        for (History.Span span : spans) {
            double first = position(span.from(), from, to) * columns;
            double last = position(span.end(to), from, to) * columns;
            if (last <= 0 || first >= columns) {
                continue;
            }
            int end = (int) Math.max(Math.floor(first) + 1, Math.ceil(last));
            for (int i = (int) Math.max(0, first); i < Math.min(columns, end); i++) {
                levels[i] = worse(levels[i], span.level());
            }
        }
        return Arrays.asList(levels);
    }

    /** Off is no service that was missed: anything else says more. */
    private static History.Level worse(History.Level a, History.Level b) {
        if (a == null || a == History.Level.OFF) {
            return b;
        }
        return b == History.Level.OFF || a.compareTo(b) <= 0 ? a : b;
    }

    /** What was the case at this part of the time. */
    static Optional<History.Span> at(
            List<History.Span> spans, Instant from, Instant to, double part) {
        Instant then = from.plusMillis((long) (part * Duration.between(from, to).toMillis()));
        return spans.stream()
                .filter(s -> !s.from().isAfter(then) && s.end(to).isAfter(then))
                .findFirst();
    }

    /** SVG path of the bars of one level, standing on the ground. */
    static String path(
            List<History.Level> levels, History.Level level, double width, double height) {
        double column = width / levels.size();
        double tall = height * share(level);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < levels.size(); ) {
            int end = i + 1;
            while (end < levels.size() && levels.get(end) == levels.get(i)) {
                end++;
            }
            if (levels.get(i) == level) {
                double x = i * column;
                path.append(
                        String.format(
                                Locale.ROOT,
                                "M%.1f %.1fH%.1fV%.1fH%.1fZ",
                                x,
                                height - tall,
                                end * column,
                                height,
                                x));
            }
            i = end;
        }
        return path.toString();
    }

    private static double share(History.Level level) {
        return switch (level) {
            case PROVEN -> 1;
            case UNPROVEN -> 0.5;
            case DOWN -> 0.12;
            case OFF -> 0;
        };
    }

    /** SVG path through the samples, the highest at the top; empty below two. */
    static String line(
            List<History.Sample> samples, Instant from, Instant to, double width, double height) {
        List<History.Sample> seen = new ArrayList<>(samples);
        seen.removeIf(s -> s.at().isBefore(from));
        if (seen.isEmpty()) {
            return "";
        }
        long most = seen.stream().mapToLong(s -> s.rtt().toNanos()).max().orElse(1);
        StringBuilder path = new StringBuilder();
        double y = 0;
        for (History.Sample sample : seen) {
            double x = position(sample.at(), from, to) * width;
            y = height - sample.rtt().toNanos() / (double) Math.max(1, most) * height * 0.9;
            path.append(
                    String.format(Locale.ROOT, path.isEmpty() ? "M%.1f %.1f" : "L%.1f %.1f", x, y));
        }
        return path.append(String.format(Locale.ROOT, "L%.1f %.1f", width, y)).toString();
    }

    private static double position(Instant then, Instant from, Instant to) {
        return Duration.between(from, then).toMillis()
                / (double) Math.max(1, Duration.between(from, to).toMillis());
    }
}
