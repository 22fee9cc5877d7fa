package org.tunnelfun.desktop.app;

import java.util.List;
import java.util.function.Consumer;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelStatus;

/**
 * Tunnels as a person steers them: whoever wants to connect also wants to be asked again what was
 * put off before.
 *
 * @param tunnels the engine's, or another process's
 * @param wanted runs before each wish to connect
 */
record Steering(TunnelControl tunnels, Runnable wanted) implements TunnelControl {

    @Override
    public List<TunnelStatus> statuses() {
        return tunnels.statuses();
    }

    @Override
    public AutoCloseable listen(Consumer<List<TunnelStatus>> listener) {
        return tunnels.listen(listener);
    }

    @Override
    public boolean reconnect(String name) {
        wanted.run();
        return tunnels.reconnect(name);
    }

    @Override
    public boolean pause(String name) {
        return tunnels.pause(name);
    }

    @Override
    public boolean resume(String name) {
        wanted.run();
        return tunnels.resume(name);
    }
}
