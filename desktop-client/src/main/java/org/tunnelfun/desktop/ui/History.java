package org.tunnelfun.desktop.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelStatus;

/**
 * What one tunnel's statuses told, as far back as the screen shows it; times when this program did
 * not run are missing. Bounded; for one thread.
 */
public final class History {

    /** How far back the screen shows. */
    static final Duration REACH = Duration.ofHours(24);

    /** How long the log remembers over restarts. */
    static final Duration EVENTS_REACH = Duration.ofDays(7);

    /** A flapping tunnel must not fill the memory: the oldest are forgotten. */
    static final int MOST = 1_000;

    /** How well the tunnel served, from bad to good. */
    enum Level {
        OFF,
        DOWN,
        UNPROVEN,
        PROVEN
    }

    /**
     * A time without change.
     *
     * @param until {@code null} while it lasts
     */
    record Span(Instant from, Instant until, Level level, String reason) {

        Instant end(Instant now) {
            return until == null ? now : until;
        }
    }

    /** Something that happened. */
    record Event(Instant at, Look look, String sentence, Optional<Failure> failure) {}

    /** A round trip that was measured. */
    record Sample(Instant at, Duration rtt) {}

    private final Deque<Span> spans = new ArrayDeque<>();
    private final Deque<Event> events = new ArrayDeque<>();
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Takes in what is known at {@code now}. */
    void add(TunnelStatus status, Instant now) {
        forgetAfter(now);
        addSpan(level(status), status.reason(), now);
        addEvent(status);
        addSample(status, now);
    }

    /** Nothing more is known from {@code now} on: whoever told of it is gone. */
    void end(Instant now) {
        forgetAfter(now);
        Span last = spans.peekLast();
        if (last != null && last.until() == null) {
            spans.removeLast();
            spans.add(new Span(last.from(), now, last.level(), last.reason()));
        }
    }

    /** Where the clock was set back, what came "later" would stand across what comes now. */
    private void forgetAfter(Instant now) {
        while (!spans.isEmpty() && spans.peekLast().from().isAfter(now)) {
            spans.removeLast();
        }
        Span last = spans.peekLast();
        if (last != null && last.until() != null && last.until().isAfter(now)) {
            spans.removeLast();
            spans.add(new Span(last.from(), now, last.level(), last.reason()));
        }
        while (!samples.isEmpty() && samples.peekLast().at().isAfter(now)) {
            samples.removeLast();
        }
    }

    private void addSpan(Level level, String reason, Instant now) {
        Span last = spans.peekLast();
        boolean lasts = last != null && last.until() == null;
        if (!lasts || last.level() != level) {
            if (lasts) {
                spans.removeLast();
                spans.add(new Span(last.from(), now, last.level(), last.reason()));
            }
            spans.add(new Span(now, null, level, reason));
        }
        while (spans.size() > MOST || spans.size() > 1 && isOld(spans.peekFirst().end(now), now)) {
            spans.removeFirst();
        }
    }

    /** Takes in what was known before a restart, oldest first; what cannot be is left out. */
    void restore(Span span, Instant now) {
        boolean ordered = spans.isEmpty() || !spans.peekLast().until().isAfter(span.from());
        boolean possible = span.from().isBefore(span.until()) && !span.until().isAfter(now);
        if (ordered && possible && !isOld(span.until(), now) && spans.size() < MOST) {
            spans.add(span);
        }
    }

    /** The same for what happened. */
    void restore(Event event, Instant now) {
        boolean ordered = events.isEmpty() || !events.peekFirst().at().isAfter(event.at());
        boolean recent = event.at().isAfter(now.minus(EVENTS_REACH));
        if (ordered && recent && !event.at().isAfter(now) && events.size() < MOST) {
            events.addFirst(event);
        }
    }

    /** The same for a round trip. */
    void restore(Sample sample, Instant now) {
        boolean ordered = samples.isEmpty() || !samples.peekLast().at().isAfter(sample.at());
        boolean possible = !sample.at().isAfter(now) && sample.rtt().toNanos() > 0;
        if (ordered && possible && !isOld(sample.at(), now) && samples.size() < MOST) {
            samples.add(sample);
        }
    }

    private void addEvent(TunnelStatus status) {
        Event event =
                new Event(status.since(), Look.of(status), sentence(status), status.failure());
        Event last = events.peekFirst();
        boolean same =
                last != null
                        && last.look() == event.look()
                        && last.sentence().equals(event.sentence());
        if (!same) {
            events.addFirst(event);
        }
        if (events.size() > MOST) {
            events.removeLast();
        }
    }

    private void addSample(TunnelStatus status, Instant now) {
        status.rtt()
                .filter(rtt -> samples.isEmpty() || !samples.peekLast().rtt().equals(rtt))
                .ifPresent(rtt -> samples.add(new Sample(now, rtt)));
        while (samples.size() > MOST
                || !samples.isEmpty() && isOld(samples.peekFirst().at(), now)) {
            samples.removeFirst();
        }
    }

    private static boolean isOld(Instant then, Instant now) {
        return then.isBefore(now.minus(REACH));
    }

    private static String sentence(TunnelStatus status) {
        String word = Wording.state(status).replace("…", "");
        String reason = status.reason();
        if (reason.isEmpty()) {
            return word;
        }
        // "Connecting: connecting to …" says it twice.
        boolean said = reason.regionMatches(true, 0, word, 0, word.length());
        return said ? Sentence.upperFirst(reason) : word + ": " + reason;
    }

    static Level level(TunnelStatus status) {
        return switch (status.state()) {
            case OFF -> Level.OFF;
            case CONNECTING, WAITING, NEEDS_USER -> Level.DOWN;
            case SUSPECT -> Level.UNPROVEN;
            case UP -> status.proof() == Proof.PROVEN ? Level.PROVEN : Level.UNPROVEN;
        };
    }

    /** Oldest first. */
    List<Span> spans() {
        return List.copyOf(spans);
    }

    /** Newest first. */
    List<Event> events() {
        return List.copyOf(events);
    }

    /** Oldest first. */
    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /**
     * Which part of the time was proven.
     *
     * @return 0 to 1, or empty when the tunnel was off or unknown all the time
     */
    Optional<Double> provenShare(Instant from, Instant now) {
        Duration on = Duration.ZERO;
        Duration proven = Duration.ZERO;
        for (Span span : spans) {
            Instant start = span.from().isBefore(from) ? from : span.from();
            Duration length = Duration.between(start, span.end(now));
            if (!length.isNegative() && span.level() != Level.OFF) {
                on = on.plus(length);
                proven = span.level() == Level.PROVEN ? proven.plus(length) : proven;
            }
        }
        return on.isZero()
                ? Optional.empty()
                : Optional.of((double) proven.toMillis() / Math.max(1, on.toMillis()));
    }

    /**
     * The round trip that this part of the samples did not exceed.
     *
     * @param part 0.5 for the median
     */
    Optional<Duration> quantile(double part) {
        if (samples.isEmpty()) {
            return Optional.empty();
        }
        List<Duration> sorted = new ArrayList<>();
        samples.forEach(sample -> sorted.add(sample.rtt()));
        Collections.sort(sorted);
        return Optional.of(sorted.get((int) Math.min(sorted.size() - 1, part * sorted.size())));
    }
}
