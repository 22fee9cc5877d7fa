package org.tunnelfun.desktop.engine;

import java.util.Objects;

/**
 * Why an attempt or a session ended.
 *
 * @param kind what follows from it
 * @param message what happened, in a plain sentence without a full stop; safe to print
 * @param advice what to do about it, with the exact commands, possibly of several lines; empty when
 *     it passes by itself
 */
public record Failure(Kind kind, String message, String advice) {

    /** What follows from a failure. */
    public enum Kind {
        /** No TCP connection came about. */
        UNREACHABLE(69, false),
        /** The server's machine answers, but nothing listens there: sshd may be starting again. */
        REFUSED(69, false),
        /** The server turned away before its banner, penalised or stalled the login. */
        OVERLOADED(69, false),
        /** The login failed in another way that passes by itself. */
        LOGIN(69, false),
        /** A session ended under us. */
        LOST(69, false),
        /** A session fell silent and was replaced. */
        SILENT(69, false),
        /** The server refused the forward: in use, or not permitted. */
        BIND_REFUSED(69, false),
        /**
         * Nobody holds the port, and still the server refuses: {@code permitlisten} and the like.
         */
        NOT_PERMITTED(77, true),
        /** The host key is unknown, revoked or too weak. */
        HOST_KEY(77, true),
        /** The host key is another one than the known one: far worse news than an unknown one. */
        CHANGED_HOST_KEY(77, true),
        /** The server refused every key. */
        AUTHENTICATION(77, true),
        /** Something on this device is wrong: a key file that cannot be read, for one. */
        CONFIG(78, true);

        private final int exitCode;
        private final boolean needsUser;

        Kind(int exitCode, boolean needsUser) {
            this.exitCode = exitCode;
            this.needsUser = needsUser;
        }

        /** The exit code of {@code run --once} (sysexits.h). */
        public int exitCode() {
            return exitCode;
        }

        /** Whether there was no TCP connection at all. */
        public boolean unconnected() {
            return this == UNREACHABLE || this == REFUSED;
        }

        /** Whether the server's key is what the login failed on. */
        public boolean aboutHostKey() {
            return this == HOST_KEY || this == CHANGED_HOST_KEY;
        }

        /** Whether the network may be to blame, and so may do it again in a moment. */
        public boolean doubtsNetwork() {
            return this == UNREACHABLE || this == OVERLOADED || this == LOGIN || this == SILENT;
        }

        /** Whether only a person can mend it. */
        public boolean needsUser() {
            return needsUser;
        }
    }

    public Failure {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(message);
        Objects.requireNonNull(advice);
    }

    /** A failure that passes by itself. */
    public static Failure of(Kind kind, String message) {
        return new Failure(kind, message, "");
    }
}
