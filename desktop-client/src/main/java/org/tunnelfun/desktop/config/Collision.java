package org.tunnelfun.desktop.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two tunnels that run on one device and ask one server for one port: each would take it from the
 * other for ever, because it is the device's own.
 */
public final class Collision {
    private Collision() {}

    /**
     * The first one, in a sentence.
     *
     * @param servers by the names that the entries use; null for one with a problem of its own
     */
    static Optional<String> in(List<TunnelEntry> entries, Map<String, ServerConfig> servers) {
        for (int i = 0; i < entries.size(); i++) {
            Optional<String> found = with(entries.subList(0, i), entries.get(i), servers);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /**
     * The first one of {@code next} with those before it, in a sentence.
     *
     * @param servers by the names that the entries use
     */
    public static Optional<String> with(
            List<TunnelEntry> before, TunnelEntry next, Map<String, ServerConfig> servers) {
        return before.stream().flatMap(other -> between(other, next, servers).stream()).findFirst();
    }

    private static Optional<String> between(
            TunnelEntry a, TunnelEntry b, Map<String, ServerConfig> servers) {
        boolean together =
                a.autoConnect()
                        && b.autoConnect()
                        && (a.device().isEmpty()
                                || b.device().isEmpty()
                                || a.device().get().equalsIgnoreCase(b.device().get()));
        if (!together) {
            return Optional.empty();
        }
        return b.forwards().stream()
                .map(Forward::remote)
                .filter(r -> r.port() != 0 && asks(a, r))
                .findFirst()
                .flatMap(
                        r ->
                                shared(a.server(), b.server(), servers)
                                        .map(server -> sentence(a, b, server, r)));
    }

    private static boolean asks(TunnelEntry entry, Forward.Remote remote) {
        return entry.forwards().stream().anyMatch(f -> f.remote().equals(remote));
    }

    private static String sentence(
            TunnelEntry a, TunnelEntry b, String server, Forward.Remote remote) {
        return "%s and %s both ask %s for %s; give each a port or a device of its own"
                .formatted(Check.show(a.name()), Check.show(b.name()), server, remote);
    }

    /** What both names stand for, if it is one server, whoever logs in there. */
    private static Optional<String> shared(String a, String b, Map<String, ServerConfig> servers) {
        if (a.equals(b)) {
            return Optional.of(a);
        }
        ServerConfig one = servers.get(a);
        ServerConfig other = servers.get(b);
        if (one == null || other == null || !way(one).equals(way(other))) {
            return Optional.empty();
        }
        List<String> others = addresses(other).toList();
        return addresses(one)
                .filter(others::contains)
                .findFirst()
                .map(address -> "%s (%s and %s)".formatted(address, a, b));
    }

    /** Without the case of letters, which names no other server. */
    private static Stream<String> addresses(ServerConfig server) {
        return Stream.concat(
                        Stream.of(new HostPort(server.host(), server.port())),
                        server.hosts().stream())
                .map(HostPort::knownAs);
    }

    /** Behind another gateway the same address may be another machine's. */
    private static List<Object> way(ServerConfig server) {
        return Stream.<Object>concat(
                        server.proxyJump().stream().map(jump -> jump.address().knownAs()),
                        server.proxy().stream())
                .toList();
    }
}
