package org.tunnelfun.desktop.config;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A TCP address as people write it.
 *
 * @param host name or address, IPv6 without brackets
 * @param port 1-65535
 */
public record HostPort(String host, int port) {

    public HostPort {
        Check.host(host);
        Check.port(port);
    }

    /**
     * Reads {@code host}, {@code host:port}, {@code [ipv6]}, {@code [ipv6]:port} or a bare IPv6
     * address.
     *
     * @throws IllegalArgumentException with a sentence that names the text
     */
    public static HostPort parse(String text, int defaultPort) {
        String host = text;
        String port = "";
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            boolean closed = end > 0 && (end == text.length() - 1 || text.charAt(end + 1) == ':');
            Check.require(closed, Check.show(text) + " is not host:port or [ipv6]:port");
            host = text.substring(1, end);
            port = end == text.length() - 1 ? "" : text.substring(end + 2);
            Check.require(
                    end == text.length() - 1 || !port.isEmpty(),
                    Check.show(text) + " is not host:port or [ipv6]:port");
        } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
            host = text.substring(0, text.indexOf(':'));
            port = text.substring(text.indexOf(':') + 1);
            Check.require(!port.isEmpty(), Check.show(text) + " is not host:port or [ipv6]:port");
        }
        return new HostPort(host, port.isEmpty() ? defaultPort : portNumber(port));
    }

    /** A port in digits; anything else is an error that shows it. */
    static int portNumber(String digits) {
        Check.require(
                digits.matches("[0-9]{1,9}"), Check.show(digits) + " is not a port (1-65535)");
        return Check.port(Long.parseLong(digits));
    }

    /** As known_hosts names it: {@code host}, or {@code [host]:port} when not 22 (sshd(8)). */
    public String knownAs() {
        return port == 22 ? bare() : "[" + bare() + "]:" + port;
    }

    /** Its names in known_hosts, the one that counts more first. */
    public List<String> withAndWithoutPort() {
        return port == 22 ? List.of(bare()) : List.of(knownAs(), bare());
    }

    private String bare() {
        return host.toLowerCase(Locale.ROOT);
    }

    /** {@code host:port}, with brackets round an IPv6 address, for people. */
    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /**
     * As any record; Java would link its own anew at each start, and keep what it needs for that.
     */
    @Override
    public boolean equals(Object o) {
        return o instanceof HostPort other && host.equals(other.host) && port == other.port;
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port);
    }
}
