package org.tunnelfun.desktop.config;

import java.util.Locale;
import java.util.Optional;

/**
 * A proxy that leads out of a network. Its password is never written here.
 *
 * @param kind how it is spoken to
 * @param user account at the proxy, if it wants one
 * @param address where it listens
 */
public record Proxy(Kind kind, Optional<String> user, HostPort address) {

    /** How a proxy is spoken to. */
    public enum Kind {
        /** CONNECT (RFC 9110 §9.3.6). */
        HTTP(3128),
        /** RFC 1928. */
        SOCKS5(1080);

        private final int defaultPort;

        Kind(int defaultPort) {
            this.defaultPort = defaultPort;
        }
    }

    public Proxy {
        user.ifPresent(Check::user);
    }

    /**
     * Reads {@code http://[user@]host[:port]} or {@code socks5://…}.
     *
     * @throws IllegalArgumentException with a sentence that names the text
     */
    public static Proxy parse(String text) {
        int scheme = text.indexOf("://");
        for (Kind kind : Kind.values()) {
            if (scheme > 0
                    && text.substring(0, scheme).equalsIgnoreCase(kind.name())
                    && !text.substring(scheme + 3).isEmpty()) {
                String rest = text.substring(scheme + 3).replaceFirst("/$", "");
                int at = rest.lastIndexOf('@');
                Check.require(
                        at < 0 || rest.indexOf(':') < 0 || rest.indexOf(':') > at,
                        "a proxy's password is not kept in a file; use proxyPasswordCommand or the"
                                + " environment variable TUNNELFUN_PROXY_PASSWORD");
                return new Proxy(
                        kind,
                        at < 0 ? Optional.empty() : Optional.of(rest.substring(0, at)),
                        HostPort.parse(rest.substring(at + 1), kind.defaultPort));
            }
        }
        throw new IllegalArgumentException(
                Check.show(text) + " is not a proxy (http://user@host:port or socks5://host:port)");
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT)
                + "://"
                + user.map(u -> u + "@").orElse("")
                + address;
    }
}
