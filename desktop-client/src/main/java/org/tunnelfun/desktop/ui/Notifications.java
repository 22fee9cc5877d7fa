package org.tunnelfun.desktop.ui;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.TunnelControl;

/** Tells the {@link News} to the system, on a loop of its own. */
public final class Notifications {

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Time time;
    private final TunnelControl control;
    private final BooleanSupplier wanted;
    private final Consumer<News.Item> teller;
    private final Time.Loop loop;
    private final News news = new News();
    private final AutoCloseable listening;
    private Time.Timer next = () -> {};

    /**
     * Starts to follow.
     *
     * @param wanted whether the person wants to be told, asked each time
     */
    public Notifications(Time time, TunnelControl control, BooleanSupplier wanted) {
        this(time, control, wanted, new SystemNotifier()::tell);
    }

    Notifications(
            Time time, TunnelControl control, BooleanSupplier wanted, Consumer<News.Item> teller) {
        this.time = time;
        this.control = control;
        this.wanted = wanted;
        this.teller = teller;
        loop = time.loop("notifications");
        listening = control.listen(statuses -> loop.execute(this::look));
        loop.execute(this::look);
    }

    private void look() {
        next.cancel();
        for (News.Item item : news.of(control.statuses(), time.wall())) {
            if (wanted.getAsBoolean()) {
                teller.accept(item);
            }
        }
        // Without anything pending, only a change can bring news: no ticks while all is well.
        if (news.isPending()) {
            next = loop.after(LOOK, this::look);
        }
    }

    /** Stops following. */
    public void close() throws Exception {
        listening.close();
        loop.close();
    }
}
