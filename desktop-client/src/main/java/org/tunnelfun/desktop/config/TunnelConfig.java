package org.tunnelfun.desktop.config;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One tunnel: a session to a server, kept alive, with its forwards.
 *
 * @param name unique in the file
 * @param server where it leads
 * @param device the host name this tunnel is meant for; none: any
 * @param autoConnect whether it starts with the program
 * @param forwards one or more
 * @param retry the file's, overridden key by key
 * @param staleness the file's, overridden key by key
 */
public record TunnelConfig(
        String name,
        ServerConfig server,
        Optional<String> device,
        boolean autoConnect,
        List<Forward> forwards,
        Retry retry,
        Staleness staleness) {

    /** More forwards than this on one session are a mistake, not a wish. */
    static final int MOST_FORWARDS = 64;

    public TunnelConfig {
        Check.name(name);
        device.ifPresent(Check::host);
        forwards = List.copyOf(forwards);
        Check.require(
                !forwards.isEmpty() && forwards.size() <= MOST_FORWARDS,
                forwards.size() + " forwards are not 1-" + MOST_FORWARDS);
        Objects.requireNonNull(server);
        Objects.requireNonNull(retry);
        Objects.requireNonNull(staleness);
    }

    /** The same tunnel, whose owner named no reaper. */
    public TunnelConfig withoutReaper() {
        return new TunnelConfig(
                name, server.withoutReaper(), device, autoConnect, forwards, retry, staleness);
    }
}
