package org.tunnelfun.desktop.tray;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelStatus;
import org.tunnelfun.desktop.ui.Look;

/**
 * Keeps icon and menu as the statuses are. Whatever the tray library does, hang, fail or find
 * nothing, happens on a loop of its own, and the window is told why there is no icon.
 */
public final class Tray implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Tray.class);

    /** A person who started the program wants to see something by then. */
    static final Duration LIMIT = Duration.ofSeconds(5);

    /** "Checked 20 s ago" may be that old; each change of a status is shown at once. */
    private static final Duration REFRESH = Duration.ofSeconds(10);

    private static final Duration SHORTLY = Duration.ofMillis(300);

    private final Time time;
    private final TunnelControl control;
    private final TrayActions actions;
    private final Consumer<String> problem;
    private final Time.Loop loop;
    private final Time.Loop limit;
    private TrayHost host;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile AutoCloseable listening = () -> {};

    /**
     * Starts to look for a tray and returns at once.
     *
     * @param scale how many pixels of the screen are one of a window's, 1 or more
     * @param problem is told why there is no icon, or an empty text once there is one; on threads
     *     of the tray's own
     */
    public Tray(
            Time time,
            TunnelControl control,
            TrayActions actions,
            double scale,
            Consumer<String> problem) {
        this(time, control, actions, problem, () -> TrayMenu.open(scale));
    }

    Tray(
            Time time,
            TunnelControl control,
            TrayActions actions,
            Consumer<String> problem,
            Supplier<TrayHost> opener) {
        this.time = time;
        this.control = control;
        this.actions = actions;
        this.problem = problem;
        loop = time.loop("tray");
        limit = time.loop("tray-limit");
        Time.Timer late =
                limit.after(
                        LIMIT,
                        () ->
                                problem.accept(
                                        "the tray did not answer within "
                                                + LIMIT.toSeconds()
                                                + " s"));
        loop.execute(() -> open(opener, late));
    }

    private void open(Supplier<TrayHost> opener, Time.Timer late) {
        try {
            host = opener.get();
            late.cancel();
            problem.accept("");
            listening = control.listen(statuses -> changed());
            refresh();
        } catch (RuntimeException | LinkageError e) {
            late.cancel();
            LOG.warn("no tray icon: {}", e.toString());
            problem.accept(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** However fast changes come, one look at the newest statuses is enough. */
    private void changed() {
        if (waiting.compareAndSet(false, true)) {
            loop.execute(
                    () -> {
                        waiting.set(false);
                        show(control.statuses());
                    });
        }
    }

    private void refresh() {
        show(control.statuses());
        loop.after(REFRESH, this::refresh);
    }

    private void show(List<TunnelStatus> statuses) {
        try {
            boolean said =
                    host.show(Look.worst(statuses), TrayLines.of(statuses, time.wall(), actions));
            if (!said) {
                loop.after(SHORTLY, this::changed);
            }
        } catch (RuntimeException e) {
            LOG.warn("the tray icon is not up to date: {}", e.toString());
        }
    }

    /** Takes the icon away; returns at once. */
    @Override
    public void close() {
        limit.close();
        loop.execute(
                () -> {
                    if (host != null) {
                        host.close();
                    }
                    loop.close();
                });
        try {
            listening.close();
        } catch (Exception e) {
            LOG.warn("the tray still listens: {}", e.toString());
        }
    }
}
