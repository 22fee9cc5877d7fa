package org.tunnelfun.desktop.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tunnelfun.desktop.engine.TunnelStatus;

/**
 * Decides what is worth a notification: down for long, back after that, needs you. Pure but for
 * what it remembers; the caller brings the time and calls at least every few seconds while
 * something is down. Fifty flaps in ten minutes are two notifications at most.
 */
final class News {

    /** Shorter outages mend themselves before a person has read about them. */
    static final Duration LONG = Duration.ofSeconds(30);

    /** After a notification about a tunnel, the next pair about it waits this long. */
    static final Duration QUIET = Duration.ofMinutes(10);

    /** Something to be told. */
    record Item(String tunnel, String title, String text) {}

    private static final class Told {
        private Instant downSince;
        private boolean down;
        private boolean wasUp;
        private String needs = "";
        private String lastNeed = "";
        private Instant last = Instant.MIN;

        /** What seems to come would keep the tunnel quiet until then. */
        private void clockWentBack(Instant now) {
            downSince = downSince == null ? null : now;
            last = last == Instant.MIN ? last : now;
        }
    }

    private static final int SET_BACK_SECONDS = 10;

    private final Map<String, Told> tunnels = new HashMap<>();
    private Instant before = Instant.MIN;

    /** What is to be told at {@code now}, given that this is how things stand. */
    List<Item> of(List<TunnelStatus> statuses, Instant now) {
        List<Item> items = new ArrayList<>();
        // Clocks are also put right by moments, and whoever asks may have looked a moment earlier.
        if (before != Instant.MIN && now.isBefore(before.minusSeconds(SET_BACK_SECONDS))) {
            tunnels.values().forEach(told -> told.clockWentBack(now));
        }
        before = now;
        tunnels.keySet().retainAll(statuses.stream().map(TunnelStatus::name).toList());
        for (TunnelStatus s : statuses) {
            add(items, tunnels.computeIfAbsent(s.name(), n -> new Told()), s, now);
        }
        return items;
    }

    private void add(List<Item> items, Told told, TunnelStatus s, Instant now) {
        switch (s.state()) {
            case OFF -> {
                told.down = false;
                told.downSince = null;
                told.needs = "";
            }
            case UP -> {
                if (told.down) {
                    String after = Wording.duration(Duration.between(told.downSince, now));
                    items.add(new Item(s.name(), s.name() + " is back", "after " + after));
                    told.last = now;
                }
                told.down = false;
                told.downSince = null;
                told.wasUp = true;
                told.needs = "";
            }
            // Nothing is torn down yet.
            case SUSPECT -> told.wasUp = true;
            case CONNECTING, WAITING -> down(items, told, s, now);
            case NEEDS_USER -> needs(items, told, s, now);
        }
    }

    private void down(List<Item> items, Told told, TunnelStatus s, Instant now) {
        told.downSince = told.downSince == null ? now : told.downSince;
        boolean isLong = Duration.between(told.downSince, now).compareTo(LONG) >= 0;
        if (isLong && !told.down && isQuiet(told, now)) {
            told.down = true;
            told.last = now;
            items.add(
                    new Item(
                            s.name(),
                            s.name() + (told.wasUp ? " is down" : " does not connect"),
                            Sentence.upperFirst(Wording.why(s))));
        }
    }

    /** The same need is told once, however often it is met again between attempts. */
    private void needs(List<Item> items, Told told, TunnelStatus s, Instant now) {
        told.downSince = told.downSince == null ? now : told.downSince;
        String why = Wording.why(s);
        // It flaps between up and this one; only another need is news so soon.
        boolean again = why.equals(told.lastNeed) && !isQuiet(told, now);
        if (!why.equals(told.needs) && !again) {
            told.needs = why;
            told.lastNeed = why;
            told.down = true;
            told.last = now;
            items.add(new Item(s.name(), s.name() + " needs you", Sentence.upperFirst(why)));
        }
    }

    private static boolean isQuiet(Told told, Instant now) {
        return told.last == Instant.MIN || Duration.between(told.last, now).compareTo(QUIET) >= 0;
    }

    /** Whether something is down, so that time alone may bring news. */
    boolean isPending() {
        return tunnels.values().stream().anyMatch(t -> t.downSince != null && !t.down);
    }
}
