package org.tunnelfun.desktop.engine;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;

/**
 * One SSH connection's life after its login. No method blocks; answers come through the consumers,
 * on any thread, exactly once each and not after {@link #end}.
 */
public interface SshSession {

    /** What is fixed from the login on. */
    Info info();

    /** Counters at our own socket, at this moment; cheap. */
    Traffic traffic();

    /**
     * Bytes that were written and that the system at the other end of the connection has not
     * confirmed; reads a file. Empty where the system does not tell.
     */
    OptionalLong unconfirmed();

    /**
     * Sends a global request that must be answered ({@code keepalive@openssh.com}). The answer,
     * whatever it says, runs {@code reply}; without one nothing ever does.
     */
    void keepalive(Runnable reply);

    /** Asks the server to listen (RFC 4254 §7.1). Binds and keepalives never overlap. */
    void bind(Forward forward, Duration within, Consumer<Bind> answer);

    /** Takes a bind back. */
    void unbind(Forward forward, Duration within, Runnable done);

    /**
     * Goes through the server to the forward's own port, on both loopbacks, and back to the target.
     */
    void selfCheck(Forward forward, Duration within, Consumer<SelfCheck> answer);

    /**
     * Goes through the server to a port that need not be ours and listens for a banner, on both
     * loopbacks.
     */
    void probe(Forward forward, Duration within, Consumer<Heard> answer);

    /**
     * Starts a remote command that does not outlive the session; one that ran before is ended.
     *
     * @param line each line of its output, escaped and bounded
     * @param ended runs when it ends or could not be started, with the reason
     */
    void heartbeat(String command, Consumer<String> line, Consumer<String> ended);

    /** Asks the account's shell for the server process of this session, and how many there are. */
    void identify(Duration within, Consumer<Identified> answer);

    /** Ends an earlier server process of ours, if it still is what the record says. */
    void endEarlier(ServerProcess earlier, Duration within, Consumer<Ended> answer);

    /** Asks the reaper on the server's loopback to probe a port now. */
    void recheck(int reaperPort, int port, Duration within, Consumer<Recheck> answer);

    /** Visitors of each bound forward. */
    List<Visitors> visitors();

    /** Closes the socket at once. Idempotent; does not block. */
    void end();

    /**
     * What is fixed from the login on.
     *
     * @param serverVersion identification string, escaped and bounded
     * @param hostKey SHA-256 fingerprint, {@code SHA256:…}
     * @param local our end of the socket; an address that can be lost
     * @param loginTook from the TCP connection to the end of the login
     * @param facts addresses and algorithms, for people
     */
    record Info(
            String serverVersion,
            String hostKey,
            InetAddress local,
            Duration loginTook,
            SessionFacts facts) {}

    /**
     * Counters at our own socket.
     *
     * @param bytesHeard read from the socket plus waiting in it unread
     * @param bytesWritten handed to the socket
     * @param writeBlockedNanos how long the write under way has been blocked; 0 without one
     * @param sinceWriteBlockedNanos since a write last was blocked for 100 ms or more; {@link
     *     Long#MAX_VALUE} if never
     */
    record Traffic(
            long bytesHeard,
            long bytesWritten,
            long writeBlockedNanos,
            long sinceWriteBlockedNanos) {}

    /**
     * The answer to a bind.
     *
     * @param granted whether the server listens
     * @param port the port it listens on
     * @param reason why not, or empty
     */
    record Bind(boolean granted, int port, String reason) {}

    /** What a loopback of the server answered. */
    enum Heard {
        /**
         * The whole way works: our nonce arrived in this session, and the target said its banner.
         */
        PROVEN,
        /** Our nonce or connection arrived in this session, but the target did not answer. */
        TARGET_DOWN,
        /** Somebody answered, and it was not this session's forward. */
        FOREIGN,
        /** Connected, and nothing said by the deadline. */
        SILENT,
        /** Nobody listens there. */
        NOBODY,
        /** The server forbids such channels. */
        FORBIDDEN,
        /** The answer says nothing about the forward: a local error. */
        UNKNOWN
    }

    /**
     * The answer to a self-check, by loopback.
     *
     * @param v4 on 127.0.0.1
     * @param v6 on ::1
     * @param banner the target's identification string, escaped and bounded
     * @param took the slower one's time
     */
    record SelfCheck(Heard v4, Heard v6, String banner, Duration took) {}

    /**
     * An sshd session process on the server.
     *
     * @param bootId {@code /proc/sys/kernel/random/boot_id}, or what stands for it
     * @param pid process id
     * @param startTime as the server counts it
     * @param program file name of its executable
     * @param account owner
     */
    record ServerProcess(
            String bootId, long pid, String startTime, String program, String account) {}

    /**
     * Whether the account has a shell that told our process.
     *
     * @param process ours, or null
     * @param reason why not, or empty
     * @param sessions established connections to this sshd's port, 0 if it does not tell
     */
    record Identified(ServerProcess process, String reason, int sessions) {
        /** Nothing was told. */
        public static Identified nothing(String reason) {
            return new Identified(null, reason, 0);
        }
    }

    /** What became of an earlier server process. */
    enum Ended {
        /** It was ended now. */
        ENDED,
        /** It was gone already. */
        GONE,
        /** Another process has its pid, or the server was booted since. */
        NOT_OURS,
        /** It could not be ended or nothing was learned. */
        FAILED
    }

    /**
     * The reaper's answer.
     *
     * @param reached whether a reaper answered at all
     * @param freed whether it ended a stale session
     * @param text one sentence, escaped and bounded
     */
    record Recheck(boolean reached, boolean freed, String text) {}

    /**
     * Visitors of one forward.
     *
     * @param forward which
     * @param now how many
     * @param oldestNanos age of the oldest, 0 without one
     * @param bytesIn from the server to the target, all visitors so far
     * @param bytesOut from the target to the server
     * @param targetProblem why the last visit did not reach the target, empty if it did
     */
    record Visitors(
            Forward forward,
            int now,
            long oldestNanos,
            long bytesIn,
            long bytesOut,
            String targetProblem) {}
}
