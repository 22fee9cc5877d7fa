package org.tunnelfun.desktop.ssh;

import java.util.concurrent.TimeUnit;

/**
 * How big the socket's send buffer may be: what waits in it stands in front of a keepalive. Pure.
 *
 * <p>On a fast line the kernel sizes it best, and to set it once ends that for good (a system's
 * usual limit would then allow 8 MB/s at 50 ms). So it is set only where a line shows to be slow,
 * and follows the rate from then on, so that the queue stays near a second.
 */
final class SendBuffer {

    /** At 15 KB/s, four seconds; a smaller one would waste packets. */
    static final int SMALL = 64 * 1024;

    /** Below this rate, what the kernel would allow itself can be many seconds long. */
    private static final int SLOW = 256 * 1024;

    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private int size;
    private long busy;
    private long bytes;
    private boolean held;

    /**
     * Counts a write that has returned.
     *
     * @param length in bytes
     * @param took in nanoseconds
     * @param blocked whether the network held it up
     * @return the size to set now, 0: leave it
     */
    int written(int length, long took, boolean blocked) {
        busy += took;
        bytes += length;
        held |= blocked;
        if (busy < WINDOW) {
            return 0;
        }
        long rate = (long) (bytes * ((double) SECOND / busy));
        boolean slow = held && rate < SLOW;
        busy = 0;
        bytes = 0;
        held = false;
        if (size == 0 ? slow : slow && size > 2 * Math.max(SMALL, rate)) {
            return size = SMALL;
        }
        if (size != 0 && rate > size + size / 2) {
            return size = (int) Math.min(rate, 8 * 1024 * 1024);
        }
        return 0;
    }
}
