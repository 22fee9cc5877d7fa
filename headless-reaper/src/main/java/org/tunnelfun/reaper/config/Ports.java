package org.tunnelfun.reaper.config;

import java.util.BitSet;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * The watched ports, written as a list of ports and ranges: {@code 2000-2099,2200}.
 *
 * <p>Immutable. Ports are 1-65535; a set is never empty.
 */
public final class Ports {
    private static final int MAX = 65_535;

    private final BitSet bits;

    private Ports(BitSet bits) {
        this.bits = bits;
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException naming the part that is wrong and what is allowed
     */
    public static Ports parse(String text) {
        BitSet bits = new BitSet();
        for (String part : text.split(",", -1)) {
            String range = part.strip();
            if (range.isEmpty()) {
                throw new IllegalArgumentException(
                        text.isBlank()
                                ? "no port is named; write ports and ranges such as 2000-2099,2200"
                                : "\"" + text.strip() + "\" has an empty part between its commas");
            }
            int dash = range.indexOf('-', 1);
            int from = port(dash < 0 ? range : range.substring(0, dash));
            int to = dash < 0 ? from : port(range.substring(dash + 1));
            if (to < from) {
                throw new IllegalArgumentException(
                        "\"" + range + "\" runs backwards; write " + to + "-" + from);
            }
            bits.set(from, to + 1);
        }
        return new Ports(bits);
    }

    private static int port(String text) {
        String digits = text.strip();
        if (digits.matches("[0-9]{1,9}")) {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= MAX) {
                return port;
            }
        }
        throw new IllegalArgumentException("\"" + digits + "\" is not a port (1-65535)");
    }

    /** Whether the port is watched. */
    public boolean contains(int port) {
        return port > 0 && bits.get(port);
    }

    /** How many ports are watched. */
    public int size() {
        return bits.cardinality();
    }

    /** All of them, ascending. */
    public IntStream stream() {
        return bits.stream();
    }

    /** Whether a port is in both. */
    public boolean overlaps(Ports other) {
        return bits.intersects(other.bits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ports p && bits.equals(p.bits);
    }

    @Override
    public int hashCode() {
        return Objects.hash(bits);
    }

    /** The shortest written form. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(",");
        for (int from = bits.nextSetBit(0); from >= 0; ) {
            int end = bits.nextClearBit(from);
            text.add(end - 1 == from ? "" + from : from + "-" + (end - 1));
            from = bits.nextSetBit(end);
        }
        return text.toString();
    }
}
