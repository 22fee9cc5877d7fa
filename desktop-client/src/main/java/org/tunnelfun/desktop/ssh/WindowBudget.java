package org.tunnelfun.desktop.ssh;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides how much a visitor's server may send ahead, so that all visitors together never hold more
 * than a part of the heap, even if none of their targets reads.
 */
final class WindowBudget {

    /** Twice OpenSSH's: a round trip of 50 ms then carries 80 MB/s. */
    static final int MOST = 4 * 1024 * 1024;

    /** OpenSSH's. A transfer in several streams is as fast as its slowest, so few get less. */
    static final int USUAL = 2 * 1024 * 1024;

    /** Two packets: less would stop at every one. */
    static final int LEAST = 64 * 1024;

    /** One packet, for those beyond the budget: slow, but better than to be turned away. */
    static final int LAST = 32 * 1024;

    /** Of all sessions in this process. */
    static final WindowBudget SHARED = new WindowBudget(Runtime.getRuntime().maxMemory() / 8 * 3);

    private final long budget;
    private final AtomicLong granted = new AtomicLong();

    /**
     * @param budget bytes that are granted generously; half as much again goes in the smallest
     *     windows
     */
    WindowBudget(long budget) {
        this.budget = budget;
    }

    /**
     * A part of what is left, so that a few visitors get all they can use and hundreds get
     * something.
     *
     * @return bytes, to be given back; 0 if there is no memory for another visitor
     */
    int grant() {
        while (true) {
            long before = granted.get();
            long left = budget - before;
            long share = Math.max(left / 6, Math.min(USUAL, left / 4));
            int window = left > 0 ? (int) Math.max(LEAST, Math.min(MOST, share)) : LAST;
            if (before + window > budget / 2 * 3) {
                return 0;
            }
            if (granted.compareAndSet(before, before + window)) {
                return window;
            }
        }
    }

    void giveBack(int window) {
        granted.addAndGet(-window);
    }

    /** Bytes that are granted now. */
    long granted() {
        return granted.get();
    }
}
