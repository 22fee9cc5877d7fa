package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** An engine that says what the test wants and remembers what it was asked for. */
public final class FakeControl implements TunnelControl {

    public final List<String> asked = new CopyOnWriteArrayList<>();
    private final List<Consumer<List<TunnelStatus>>> listeners = new ArrayList<>();
    private List<TunnelStatus> statuses = List.of();

    public void say(TunnelStatus... next) {
        statuses = List.of(next);
        listeners.forEach(l -> l.accept(statuses));
    }

    @Override
    public List<TunnelStatus> statuses() {
        return statuses;
    }

    @Override
    public AutoCloseable listen(Consumer<List<TunnelStatus>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean reconnect(String name) {
        return asked.add("reconnect " + name);
    }

    @Override
    public boolean pause(String name) {
        return asked.add("pause " + name);
    }

    @Override
    public boolean resume(String name) {
        return asked.add("resume " + name);
    }
}
