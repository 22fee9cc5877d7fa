package org.tunnelfun.desktop.engine;

import java.util.List;
import java.util.function.Consumer;

/**
 * The one road by which a screen or a command reaches running tunnels, in this process or in
 * another one. Methods return at once and may be called from any thread.
 */
public interface TunnelControl {

    /** The statuses of all tunnels, in the order of the config. */
    List<TunnelStatus> statuses();

    /** Tells {@code listener} all statuses after every change, on a thread of the engine's. */
    AutoCloseable listen(Consumer<List<TunnelStatus>> listener);

    /**
     * Ends the session and starts an attempt at once.
     *
     * @param name of a tunnel, or null for all
     * @return whether there is such a tunnel
     */
    boolean reconnect(String name);

    /** Ends the session and stays off until {@link #resume}; null for all. */
    boolean pause(String name);

    /** Takes {@link #pause} back; null for all. */
    boolean resume(String name);
}
