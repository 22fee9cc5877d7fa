package org.tunnelfun.desktop.config;

import java.util.List;
import java.util.Optional;

/**
 * Two tunnels that run on one device and ask one server for one port: each would take it from the
 * other for ever, because it is the device's own.
 */
final class Collision {
    private Collision() {}

    /** The first one, in a sentence. */
    static Optional<String> in(List<TunnelEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            for (TunnelEntry other : entries.subList(0, i)) {
                Optional<String> found = between(other, entries.get(i));
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> between(TunnelEntry a, TunnelEntry b) {
        boolean together =
                a.autoConnect()
                        && b.autoConnect()
                        && a.server().equals(b.server())
                        && (a.device().isEmpty()
                                || b.device().isEmpty()
                                || a.device().get().equalsIgnoreCase(b.device().get()));
        List<Forward.Remote> first = a.forwards().stream().map(Forward::remote).toList();
        return b.forwards().stream()
                .map(Forward::remote)
                .filter(r -> together && r.port() != 0 && first.contains(r))
                .findFirst()
                .map(
                        r ->
                                "%s and %s both ask %s for %s; give each a port or a device of its own"
                                        .formatted(
                                                Check.show(a.name()),
                                                Check.show(b.name()),
                                                b.server(),
                                                r));
    }
}
