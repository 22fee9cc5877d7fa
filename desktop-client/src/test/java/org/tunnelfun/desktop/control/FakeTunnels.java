package org.tunnelfun.desktop.control;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** Tunnels that note what is asked of them. */
final class FakeTunnels implements TunnelControl {
    final List<Consumer<List<TunnelStatus>>> listeners = new CopyOnWriteArrayList<>();
    final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile List<TunnelStatus> now =
            List.of(Statuses.up("nas"), Statuses.needsUser("pi", "the key changed", "look\n"));

    void become(List<TunnelStatus> statuses) {
        now = statuses;
        listeners.forEach(l -> l.accept(statuses));
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
