package org.tunnelfun.desktop.engine;

import java.net.InetAddress;
import java.util.Set;
import org.tunnelfun.desktop.config.ServerConfig;

/** What addresses say about a session. */
final class Addresses {
    private Addresses() {}

    /** Whether a server is this machine itself, and needs no network. */
    static boolean loopback(ServerConfig server) {
        String host = server.host();
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1");
    }

    /** Whether a socket's own address is none of the machine's any more. */
    static boolean lost(InetAddress local, Set<InetAddress> now) {
        return !local.isLoopbackAddress() && !local.isAnyLocalAddress() && !now.contains(local);
    }
}
