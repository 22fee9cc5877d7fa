package org.tunnelfun.desktop.install;

import java.util.Optional;

/** A name that is fit for files, units and tasks. */
final class ServiceName {

    static final String BASE = "tunnelfun";

    private ServiceName() {}

    /** One name per tunnel: what had to be left out of it is told apart by a hash. */
    static String of(Optional<String> tunnel) {
        return tunnel.map(ServiceName::of).orElse(BASE);
    }

    private static String of(String tunnel) {
        String safe = tunnel.replaceAll("[^A-Za-z0-9._-]", "_");
        String suffix = safe.equals(tunnel) ? "" : String.format("-%08x", tunnel.hashCode());
        return BASE + "-" + safe + suffix;
    }
}
