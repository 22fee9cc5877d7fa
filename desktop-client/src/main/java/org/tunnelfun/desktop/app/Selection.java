package org.tunnelfun.desktop.app;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Picks a device's tunnels out of a config that may serve many devices. */
public final class Selection {

    private Selection() {}

    /**
     * The named tunnel, or all that are meant for this device or for any.
     *
     * @param name of a tunnel or of a device; empty: this host
     * @param host this host's name
     * @throws ConfigException if there is none, with what there is
     */
    public static List<TunnelConfig> of(
            List<TunnelConfig> tunnels, Optional<String> name, String host) throws ConfigException {
        List<TunnelConfig> chosen =
                name.map(n -> named(tunnels, n))
                        .orElseGet(() -> tunnels.stream().filter(t -> meant(t, host)).toList());
        if (!chosen.isEmpty()) {
            return chosen;
        }
        if (tunnels.isEmpty()) {
            throw new ConfigException("there are no tunnels in it");
        }
        throw new ConfigException(
                name.map(n -> "there is no tunnel named " + n)
                                .orElse("no tunnel is meant for this device, " + host)
                        + "; there are: "
                        + tunnels.stream()
                                .map(Selection::described)
                                .collect(Collectors.joining(", "))
                        // Not every command that takes a name has it in -C.
                        + (name.isPresent() ? "" : ". Pick one with -C NAME"));
    }

    private static List<TunnelConfig> named(List<TunnelConfig> tunnels, String name) {
        List<TunnelConfig> byName = tunnels.stream().filter(t -> t.name().equals(name)).toList();
        List<TunnelConfig> byDevice =
                tunnels.stream().filter(t -> t.device().isPresent() && meant(t, name)).toList();
        // Whoever names a tunnel wants it now, whatever it does by itself.
        return (byName.isEmpty() ? byDevice : byName).stream().map(Selection::connecting).toList();
    }

    private static TunnelConfig connecting(TunnelConfig t) {
        return new TunnelConfig(
                t.name(), t.server(), t.device(), true, t.forwards(), t.retry(), t.staleness());
    }

    private static boolean meant(TunnelConfig tunnel, String host) {
        return tunnel.device().map(device -> same(device, host)).orElse(true);
    }

    /** Host names are told with and without their domain: {@code nas} is {@code nas.local}. */
    private static boolean same(String device, String host) {
        String a = device.toLowerCase(Locale.ROOT);
        String b = host.toLowerCase(Locale.ROOT);
        return a.equals(b) || a.startsWith(b + ".") || b.startsWith(a + ".");
    }

    private static String described(TunnelConfig t) {
        return t.name() + t.device().map(d -> " (for " + d + ")").orElse("");
    }
}
