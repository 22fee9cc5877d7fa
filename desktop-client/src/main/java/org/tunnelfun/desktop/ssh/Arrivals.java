package org.tunnelfun.desktop.ssh;

/** Looks at what visitors say first, for the self-check to recognise its own. */
interface Arrivals {

    /** Whether a self-check is pending; decides whether a new visitor is looked at. */
    boolean expecting();

    /**
     * Must not block. Called on the visitor's own thread, again as more arrives.
     *
     * @param firstBytes what a visitor sent first; only valid during the call
     * @param length how many of them, 1-256
     * @return whether they hold a pending nonce; the visitor is then looked at no further
     */
    boolean offer(byte[] firstBytes, int length);
}
