package org.tunnelfun.desktop.config;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A whole config as the file says it.
 *
 * @param servers by name, in the file's order
 * @param entries the tunnels, in the file's order
 * @param retry the file's values, by key of {@link Settings#RETRY}
 * @param staleness the file's values, by key of {@link Settings#STALENESS}
 */
public record ClientConfig(
        Map<String, ServerConfig> servers,
        List<TunnelEntry> entries,
        Map<String, Object> retry,
        Map<String, Object> staleness) {

    /** The version of the file's format that this program writes and knows. */
    public static final int VERSION = 1;

    /** A config without tunnels. */
    public static final ClientConfig EMPTY =
            new ClientConfig(Map.of(), List.of(), Map.of(), Map.of());

    /**
     * Checks what no single value can: names that occur twice, servers that do not exist, tunnels
     * that are in each other's way.
     *
     * @throws IllegalArgumentException with a sentence that names them
     */
    public ClientConfig {
        servers = Collections.unmodifiableMap(new LinkedHashMap<>(servers));
        entries = List.copyOf(entries);
        retry = Collections.unmodifiableMap(new LinkedHashMap<>(retry));
        staleness = Collections.unmodifiableMap(new LinkedHashMap<>(staleness));
        Set<String> names = new HashSet<>();
        for (TunnelEntry entry : entries) {
            Check.require(
                    names.add(entry.name()),
                    Check.show(entry.name()) + " is the name of two tunnels");
            Check.require(
                    servers.containsKey(entry.server()),
                    Check.show(entry.server()) + " is not a key of servers");
        }
        Collision.in(entries, servers)
                .ifPresent(
                        text -> {
                            throw new IllegalArgumentException(text);
                        });
    }

    /** The tunnels with everything that applies to them, in the file's order. */
    public List<TunnelConfig> tunnels() {
        return entries.stream().map(this::tunnel).toList();
    }

    private TunnelConfig tunnel(TunnelEntry entry) {
        return new TunnelConfig(
                entry.name(),
                servers.get(entry.server()),
                entry.device(),
                entry.autoConnect(),
                entry.forwards(),
                Settings.retry(merged(retry, entry.retry())),
                Settings.staleness(merged(staleness, entry.staleness())));
    }

    static Map<String, Object> merged(Map<String, Object> base, Map<String, Object> overrides) {
        Map<String, Object> all = new LinkedHashMap<>(base);
        all.putAll(overrides);
        return all;
    }
}
