package org.tunnelfun.desktop.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** An engine that says what the test wants and notes what is asked of it. */
public final class FakeTunnels implements TunnelControl {
    public final List<String> asked = new CopyOnWriteArrayList<>();
    final List<Consumer<List<TunnelStatus>>> listeners = new CopyOnWriteArrayList<>();
    private volatile List<TunnelStatus> now;

    public FakeTunnels(TunnelStatus... first) {
        now = List.of(first);
    }

    /** One tunnel that is up, and one that needs somebody. */
    static FakeTunnels two() {
        return new FakeTunnels(
                Statuses.up("nas"), Statuses.needsUser("pi", "the key changed", "look\n"));
    }

    public void say(TunnelStatus... statuses) {
        now = List.of(statuses);
        listeners.forEach(l -> l.accept(now));
    }

    @Override
    public List<TunnelStatus> statuses() {
        return now;
    }

    @Override
    public AutoCloseable listen(Consumer<List<TunnelStatus>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean reconnect(String name) {
        return ask("reconnect", name);
    }

    @Override
    public boolean pause(String name) {
        return ask("pause", name);
    }

    @Override
    public boolean resume(String name) {
        return ask("resume", name);
    }

    private boolean ask(String action, String name) {
        asked.add(action + " " + name);
        return name == null || now.stream().anyMatch(s -> s.name().equals(name));
    }
}
