package org.tunnelfun.desktop.ssh;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A server as known_hosts names it.
 *
 * @param host name or address
 * @param port 1-65535
 */
record HostName(String host, int port) {

    /** {@code host}, or {@code [host]:port} when the port is not 22 (sshd(8)). */
    String knownAs() {
        return port == 22 ? bare() : "[" + bare() + "]:" + port;
    }

    List<String> withAndWithoutPort() {
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
        return o instanceof HostName other && host.equals(other.host) && port == other.port;
    }

    @Override
    public int hashCode() {
        return Objects.hash(host, port);
    }
}
