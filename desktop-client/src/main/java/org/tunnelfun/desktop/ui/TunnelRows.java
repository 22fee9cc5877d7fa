package org.tunnelfun.desktop.ui;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelStatus;

/**
 * All tunnels as the window shows them, in the order of the config. Statuses arrive on the engine's
 * threads and are taken in on the screen's; when they come faster than the screen takes them, only
 * the newest count.
 */
public final class TunnelRows {

    /** Histories of tunnels that are not shown now. */
    private static final int MOST_KEPT = 1_000;

    private final Time time;
    private final Executor screen;
    private final ObservableList<TunnelRow> rows = FXCollections.observableArrayList();
    private final List<Consumer<List<TunnelStatus>>> followers = new ArrayList<>();
    private final AtomicReference<List<TunnelStatus>> newest = new AtomicReference<>();
    private final AutoCloseable listening;
    private final Map<String, History> before;

    /**
     * Starts to follow.
     *
     * @param before the histories of an earlier run
     * @param screen runs what it is given on the screen's thread, in order
     */
    public TunnelRows(
            TunnelControl control, Time time, Map<String, History> before, Executor screen) {
        this.time = time;
        this.before = new HashMap<>(before);
        this.screen = screen;
        take(control.statuses());
        listening = control.listen(this::arrived);
    }

    private void arrived(List<TunnelStatus> statuses) {
        if (newest.getAndSet(List.copyOf(statuses)) == null) {
            screen.execute(() -> take(newest.getAndSet(null)));
        }
    }

    private void take(List<TunnelStatus> statuses) {
        Instant now = time.wall();
        List<TunnelRow> next = new ArrayList<>();
        for (TunnelStatus status : statuses) {
            TunnelRow row = find(status.name());
            if (row == null) {
                History known = before.remove(status.name());
                row = new TunnelRow(status, known == null ? new History() : known, now);
            } else {
                row.update(status, now);
            }
            next.add(row);
        }
        // Only a changed config touches the list: a selection survives everything else.
        if (!next.equals(rows)) {
            rows.stream().filter(row -> !next.contains(row)).forEach(row -> keep(row, now));
            rows.setAll(next);
        }
        List.copyOf(followers).forEach(follower -> follower.accept(statuses));
    }

    /** Another process that keeps the tunnels may be started again, and they come back. */
    private void keep(TunnelRow row, Instant now) {
        row.history().end(now);
        if (before.size() < MOST_KEPT) {
            before.put(row.name(), row.history());
        }
    }

    /** The rows, to be read on the screen's thread only. */
    public ObservableList<TunnelRow> all() {
        return rows;
    }

    /** What {@link HistoryFile#write} takes, as it stands now. */
    String historyText() {
        Map<String, History> all = new LinkedHashMap<>(before);
        rows.forEach(row -> all.put(row.name(), row.history()));
        return HistoryFile.text(all, time.wall());
    }

    /** The row of this name, or null. */
    public TunnelRow find(String name) {
        return rows.stream().filter(r -> r.name().equals(name)).findFirst().orElse(null);
    }

    /** The statuses taken in last. */
    public List<TunnelStatus> statuses() {
        return rows.stream().map(TunnelRow::status).toList();
    }

    /**
     * Calls {@code follower} now and after each change, on the screen's thread.
     *
     * @return ends that
     */
    public Runnable follow(Consumer<List<TunnelStatus>> follower) {
        followers.add(follower);
        follower.accept(statuses());
        return () -> followers.remove(follower);
    }

    /** Stops listening. */
    public void close() throws Exception {
        listening.close();
    }
}
