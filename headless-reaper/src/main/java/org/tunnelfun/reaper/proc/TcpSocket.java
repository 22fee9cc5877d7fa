package org.tunnelfun.reaper.proc;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * A line of {@code /proc/net/tcp} or {@code tcp6} (proc(5), Linux's {@code get_tcp4_sock}).
 *
 * @param local our end
 * @param remote the other end; port 0 for a listener
 * @param state the kernel's number, {@link #LISTEN} for one
 * @param unacked bytes sent and not acknowledged, or waiting to be sent
 * @param waiting bytes not read yet; of a listener: connections not accepted yet
 * @param retransmits how often the oldest data was sent again, or a closed window was asked
 * @param uid owner of the socket
 * @param inode its identity; 0 while nobody owns it
 */
public record TcpSocket(
        InetSocketAddress local,
        InetSocketAddress remote,
        int state,
        long unacked,
        long waiting,
        long retransmits,
        int uid,
        long inode) {

    /** TCP_LISTEN of {@code include/net/tcp_states.h}. */
    public static final int LISTEN = 10;

    private static final String[] STATES = {
        "?",
        "established",
        "syn-sent",
        "syn-received",
        "fin-wait-1",
        "fin-wait-2",
        "time-wait",
        "closed",
        "close-wait",
        "last-ack",
        "listen",
        "closing",
        "new-syn-received"
    };

    /** Whether it waits for connections. */
    public boolean listens() {
        return state == LISTEN;
    }

    /** The state's usual name. */
    public String stateName() {
        return state > 0 && state < STATES.length ? STATES[state] : "?";
    }

    /** Where a visitor on this machine connects to: a wildcard is reached by its loopback. */
    public InetSocketAddress visitorsAddress() {
        InetAddress address = local.getAddress();
        if (!address.isAnyLocalAddress()) {
            return local;
        }
        boolean four = address.getAddress().length == 4;
        return new InetSocketAddress(
                four ? SocketLine.LOOPBACK_4 : SocketLine.LOOPBACK_6, local.getPort());
    }
}
