package org.tunnelfun.desktop.ssh;

/**
 * How long a writer lets packets gather before it takes them. Pure.
 *
 * <p>A writer that is faster than the link would be woken for every packet, which costs more than
 * writing it; the more so with many bulk transfers at once. So in a bulk transfer it naps first, as
 * long as naps pay: a visitor that waits for an answer after each packet is let alone.
 */
final class Gathering {

    /** A piece that has a whole packet of OpenSSH's is taken for a part of a bulk transfer. */
    static final int BULK = 32 * 1024;

    /** So much is worth a nap: a writer that is woken costs about as much as writing a packet. */
    static final int WORTH = 4 * BULK;

    /** Two packets at 1 GB/s. */
    static final long SHORTEST_NANOS = 50_000;

    /**
     * Eight visitors that share 1 GB/s gather as much as is worth it. A window cannot run out
     * meanwhile: whoever gathers more than twice that naps shorter.
     */
    static final long LONGEST_NANOS = 1_600_000;

    /** Pieces until naps are tried again after they did not pay. */
    static final int PAUSE = 64;

    private long nap = SHORTEST_NANOS;
    private int pause;

    /**
     * Nothing is there to be taken.
     *
     * @param last bytes of the piece that was taken last
     * @return how long to wait before looking again; 0: wait for the next packet
     */
    long nanos(int last) {
        if (last < BULK) {
            return 0;
        }
        if (pause > 0) {
            pause--;
            return 0;
        }
        return nap;
    }

    /**
     * What a nap brought.
     *
     * @param gathered bytes that are there after it
     */
    void napped(long gathered) {
        if (gathered >= 2 * WORTH) {
            nap = Math.max(SHORTEST_NANOS, nap / 2);
        } else if (gathered < WORTH) {
            pause = gathered == 0 && nap == LONGEST_NANOS ? PAUSE : 0;
            nap = pause > 0 ? SHORTEST_NANOS : Math.min(LONGEST_NANOS, 2 * nap);
        }
    }
}
