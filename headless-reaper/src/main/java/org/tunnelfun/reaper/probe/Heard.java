package org.tunnelfun.reaper.probe;

import java.net.InetSocketAddress;

/**
 * What one probe heard.
 *
 * @param to where it connected to
 * @param outcome how it ended
 * @param connectMs until the connection stood, -1 if it never did
 * @param bytes how many were read
 * @param waitedMs from the connect to the outcome
 * @param said the deciding line, or the start of what came instead; escaped and bounded
 */
public record Heard(
        InetSocketAddress to,
        Outcome outcome,
        long connectMs,
        int bytes,
        long waitedMs,
        String said) {

    /** How a probe ends. */
    public enum Outcome {
        /** An SSH identification string, RFC 4253 §4.2. */
        BANNER,
        /** Bytes, but no such line. */
        BYTES,
        /** Closed or reset without a byte. */
        CLOSED,
        /** Connected, and not a byte by the deadline. */
        NOTHING,
        /** Nobody listens any more. */
        REFUSED,
        /** The connection was not accepted by the deadline. */
        UNCONNECTED,
        /** Our own machine or process failed; {@code said} tells how. */
        LOCAL_ERROR
    }

    /** {@code 127.0.0.1:2001} or {@code [::1]:2001}. */
    public String address() {
        return text(to);
    }

    /** The usual way to write an address and a port. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        boolean six = host.contains(":");
        String shorter = host.equals("0:0:0:0:0:0:0:1") ? "::1" : host;
        return (six ? "[" + shorter + "]" : host) + ":" + address.getPort();
    }
}
