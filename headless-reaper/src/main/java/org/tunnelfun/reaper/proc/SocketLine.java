package org.tunnelfun.reaper.proc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Parses lines of {@code /proc/net/tcp} or {@code tcp6}; what is no such line is empty.
 *
 * <p>In place and by hand, because there are tens of thousands of them. One thread at a time.
 */
final class SocketLine {
    static final InetAddress LOOPBACK_4 = address(new byte[] {127, 0, 0, 1});
    static final InetAddress LOOPBACK_6 =
            address(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1});

    private static final int FIELDS = 10;
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int QUEUES = 4;
    private static final int RETRANSMITS = 6;
    private static final int UID = 7;
    private static final int PROBES = 8;
    private static final int INODE = 9;

    private final int[] from = new int[FIELDS];
    private final int[] to = new int[FIELDS];

    // Most lines name the same addresses as the line before.
    private final Last local = new Last();
    private final Last remote = new Last();

    /** Parses a single line. */
    static Optional<TcpSocket> parse(String line) {
        return new SocketLine().read(line);
    }

    /** Parses the next line. */
    Optional<TcpSocket> read(String line) {
        if (!fields(line)) {
            return Optional.empty();
        }
        try {
            int colon = line.indexOf(':', from[QUEUES]);
            long zeroWindow = Long.parseLong(line, from[PROBES], to[PROBES], 10);
            return Optional.of(
                    new TcpSocket(
                            endpoint(line, LOCAL, local),
                            endpoint(line, REMOTE, remote),
                            Integer.parseInt(line, from[STATE], to[STATE], 16),
                            Long.parseLong(line, from[QUEUES], colon, 16),
                            Long.parseLong(line, colon + 1, to[QUEUES], 16),
                            Math.max(hex(line, RETRANSMITS), zeroWindow),
                            (int) Long.parseLong(line, from[UID], to[UID], 10),
                            Long.parseUnsignedLong(line, from[INODE], to[INODE], 10)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    private long hex(String line, int field) {
        return Long.parseLong(line, from[field], to[field], 16);
    }

    /** Where the first ten fields are; false if there are fewer. */
    private boolean fields(String line) {
        int at = 0;
        for (int i = 0; i < FIELDS; i++) {
            while (at < line.length() && line.charAt(at) == ' ') {
                at++;
            }
            int end = line.indexOf(' ', at);
            end = end < 0 ? line.length() : end;
            if (end == at) {
                return false;
            }
            from[i] = at;
            to[i] = end;
            at = end;
        }
        return true;
    }

    private InetSocketAddress endpoint(String line, int field, Last last) {
        int colon = line.indexOf(':', from[field]);
        int port = Integer.parseInt(line, colon + 1, to[field], 16);
        int length = colon - from[field];
        boolean same =
                length == last.hex.length() && line.regionMatches(from[field], last.hex, 0, length);
        if (!same) {
            byte[] bytes = HexFormat.of().parseHex(line, from[field], colon);
            networkOrder(bytes);
            last.address = address(bytes);
            last.hex = line.substring(from[field], colon);
        }
        return new InetSocketAddress(last.address, port);
    }

    /** The kernel prints each 32-bit word in the byte order of the machine. */
    private static void networkOrder(byte[] bytes) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        for (int word = 0; little && word + 4 <= bytes.length; word += 4) {
            swap(bytes, word, word + 3);
            swap(bytes, word + 1, word + 2);
        }
    }

    private static void swap(byte[] bytes, int a, int b) {
        byte kept = bytes[a];
        bytes[a] = bytes[b];
        bytes[b] = kept;
    }

    /** Four or sixteen bytes; an IPv4 address mapped into IPv6 becomes the IPv4 address. */
    private static InetAddress address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
        }
    }

    /** An address and how it was written; equal text is equal bytes. */
    private static final class Last {
        private String hex = "";
        private InetAddress address;
    }
}
