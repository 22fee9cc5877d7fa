package org.tunnelfun.reaper.proc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/** Parses one line of {@code /proc/net/tcp} or {@code tcp6}; what is no such line is empty. */
final class SocketLine {
    static final InetAddress LOOPBACK_4 = address("7f000001");
    static final InetAddress LOOPBACK_6 = address("0".repeat(31) + "1");

    private static final int FIELDS = 10;

    private SocketLine() {}

    static Optional<TcpSocket> parse(String line) {
        String[] f = fields(line);
        if (f == null) {
            return Optional.empty();
        }
        try {
            int colon = f[4].indexOf(':');
            return Optional.of(
                    new TcpSocket(
                            endpoint(f[1]),
                            endpoint(f[2]),
                            Integer.parseInt(f[3], 16),
                            Long.parseLong(f[4].substring(0, colon), 16),
                            Long.parseLong(f[4].substring(colon + 1), 16),
                            Math.max(Long.parseLong(f[6], 16), Long.parseLong(f[8])),
                            (int) Long.parseLong(f[7]),
                            Long.parseUnsignedLong(f[9])));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** The first ten fields; split by hand because there are tens of thousands of lines. */
    private static String[] fields(String line) {
        String[] out = new String[FIELDS];
        int at = 0;
        for (int i = 0; i < FIELDS; i++) {
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            int end = line.indexOf(' ', at);
            if (end < 0) {
                end = line.length();
            }
            if (end == at) {
                return null;
            }
            out[i] = line.substring(at, end);
            at = end;
        }
        return out;
    }

    private static InetSocketAddress endpoint(String text) {
        int colon = text.indexOf(':');
        InetAddress address = address(networkOrder(text.substring(0, colon)));
        return new InetSocketAddress(address, Integer.parseInt(text.substring(colon + 1), 16));
    }

    /** The kernel prints each 32-bit word in the byte order of the machine. */
    private static String networkOrder(String hex) {
        if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
            return hex;
        }
        StringBuilder out = new StringBuilder(hex.length());
        for (int word = 0; word < hex.length(); word += 8) {
            for (int pair = 6; pair >= 0; pair -= 2) {
                out.append(hex, word + pair, word + pair + 2);
            }
        }
        return out.toString();
    }

    /** Four or sixteen bytes; an IPv4 address mapped into IPv6 becomes the IPv4 address. */
    private static InetAddress address(String hex) {
        try {
            return InetAddress.getByAddress(HexFormat.of().parseHex(hex));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(hex, e);
        }
    }
}
