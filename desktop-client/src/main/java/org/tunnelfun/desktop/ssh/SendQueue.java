package org.tunnelfun.desktop.ssh;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.tunnelfun.desktop.config.OrdinaryFile;

/**
 * What stands in the system's send buffer of a connection: written, and not confirmed by the other
 * side's system. Linux tells it to everybody in {@code /proc/net/tcp} (proc(5), column {@code
 * tx_queue}); elsewhere nothing is known.
 */
final class SendQueue {
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/net/tcp6"), Path.of("/proc/net/tcp"));

    private static final int LOCAL = 1;
    private static final int PEER = 2;
    private static final int QUEUES = 4;
    private static final int HEX = 16;

    private SendQueue() {}

    /**
     * Bytes in the queue of the connection between two addresses; empty if the system does not
     * tell.
     */
    static OptionalLong unconfirmed(InetSocketAddress local, InetSocketAddress peer) {
        for (Path table : TABLES) {
            OptionalLong found = in(table, local, peer);
            if (found.isPresent()) {
                return found;
            }
        }
        return OptionalLong.empty();
    }

    static OptionalLong in(Path table, InetSocketAddress local, InetSocketAddress peer) {
        String here = end(local);
        String there = end(peer);
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                OrdinaryFile.open(table), StandardCharsets.US_ASCII))) {
            // The title first, and it fits nobody.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.strip().split("\\s+", QUEUES + 2);
                if (words.length > QUEUES
                        && words[LOCAL].endsWith(here)
                        && words[PEER].endsWith(there)) {
                    String queue = words[QUEUES];
                    return OptionalLong.of(Long.parseLong(queue, 0, queue.indexOf(':'), HEX));
                }
            }
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            // Another system, or another table than the one that the manual describes.
        }
        return OptionalLong.empty();
    }

    /**
     * As the table has it: each four bytes are a number in the processor's own order. A socket for
     * both families has its IPv4 address at the end of sixteen bytes.
     */
    private static String end(InetSocketAddress address) {
        HexFormat hex = HexFormat.of().withUpperCase();
        StringBuilder text = new StringBuilder();
        ByteBuffer numbers =
                ByteBuffer.wrap(address.getAddress().getAddress()).order(ByteOrder.nativeOrder());
        while (numbers.hasRemaining()) {
            text.append(hex.toHexDigits(numbers.getInt()));
        }
        return text.append(':').append(hex.toHexDigits((short) address.getPort())).toString();
    }
}
