package org.tunnelfun.desktop.config;

import java.util.Optional;

/**
 * A host to log in to on the way, as {@code ssh -J} writes it.
 *
 * @param user account, or none: the server's own
 * @param address where
 */
public record Destination(Optional<String> user, HostPort address) {

    public Destination {
        user.ifPresent(Check::user);
    }

    /**
     * Reads {@code [user@]host[:port]}, IPv6 in brackets.
     *
     * @throws IllegalArgumentException with a sentence that names the text
     */
    public static Destination parse(String text) {
        int at = text.lastIndexOf('@');
        return new Destination(
                at < 0 ? Optional.empty() : Optional.of(text.substring(0, at)),
                HostPort.parse(text.substring(at + 1), 22));
    }

    @Override
    public String toString() {
        return user.map(u -> u + "@").orElse("") + address;
    }
}
