package org.tunnelfun.desktop.engine;

/**
 * Why a session is suspect.
 *
 * @param cause what was late
 * @param reason for people
 */
record Suspicion(Cause cause, String reason) {

    /** What was late. */
    enum Cause {
        /** A keepalive is unanswered. Anything heard takes it back. */
        SILENCE,
        /** The heartbeat command printed nothing. Only a self-check takes it back. */
        HEARTBEAT,
        /** The way through the server's port is silent. Only a self-check takes it back. */
        SELF_CHECK,
        /** The socket's own address is gone; nothing can arrive any more. */
        ADDRESS
    }
}
