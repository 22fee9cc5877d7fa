package org.tunnelfun.desktop.engine;

import java.net.InetSocketAddress;

/**
 * What a session is made of, for people who look for the cause of something.
 *
 * @param local our end of the connection, {@code 192.168.1.7:52344}
 * @param peer the other end: the server, or the proxy or jump host that comes first on the way
 * @param keyExchange name of the key exchange that was agreed on
 * @param cipher name of the cipher; two, with a slash, where the ways differ (ours, the server's)
 */
public record SessionFacts(String local, String peer, String keyExchange, String cipher) {

    /** {@code 127.0.0.1:22}, {@code [::1]:22}. */
    public static String address(InetSocketAddress end) {
        String host = end.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + end.getPort();
    }
}
