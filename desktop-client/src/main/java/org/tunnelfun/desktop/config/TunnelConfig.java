package org.tunnelfun.desktop.config;

import java.util.List;
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
        Staleness staleness) {}
