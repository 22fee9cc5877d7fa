package org.tunnelfun.reaper.proc;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who holds one or more watched ports, as seen at one moment.
 *
 * @param kind what it is
 * @param pid process, 0 if it may not be seen
 * @param start clock ticks from boot to its start, 0 if unknown; with the pid, its identity
 * @param since the same as a time
 * @param handle held from here to the signal, because it remembers the start time too
 * @param program file name of its executable
 * @param uid the user it acts as
 * @param owner that user's name
 * @param tty whether somebody's terminal belongs to it
 * @param listeners every port it listens on, watched or not
 * @param connection its SSH connection to the device, where it is to be seen
 */
public record Holder(
        Kind kind,
        int pid,
        long start,
        Optional<Instant> since,
        Optional<ProcessHandle> handle,
        String program,
        int uid,
        String owner,
        boolean tty,
        List<Listener> listeners,
        Optional<TcpSocket> connection) {

    /** What holds a port. */
    public enum Kind {
        /** An sshd session: the only kind that may be ended. */
        SESSION("an sshd session"),
        /** The sshd that accepts connections. */
        MASTER("the sshd that accepts connections"),
        /** A part of sshd that is no session. */
        MONITOR("a part of sshd that watches over a session"),
        /** An sshd whose title does not say what it does. */
        UNCLEAR("an sshd process whose title does not say that it is a session"),
        /** Any other program. */
        FOREIGN("no sshd session"),
        /** Several processes have the port open. */
        SHARED("several processes"),
        /** A process that may not be looked at. */
        UNSEEN("a process that cannot be seen");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For a sentence. */
        public String words() {
            return words;
        }
    }

    /**
     * A port it listens on.
     *
     * @param socket as the kernel lists it
     * @param descriptor the holder's descriptor for it, -1 if unknown
     */
    public record Listener(TcpSocket socket, int descriptor) {
        /** The port. */
        public int port() {
            return socket.local().getPort();
        }
    }

    /** Copies what could change. */
    public Holder {
        listeners = List.copyOf(listeners);
    }

    /** The same, if other processes have its port open too. */
    Holder shared() {
        return new Holder(
                kind == Kind.FOREIGN ? kind : Kind.SHARED,
                pid,
                start,
                since,
                handle,
                program,
                uid,
                owner,
                tty,
                listeners,
                connection);
    }

    /** What remains the same for the life of the process, and of no other. */
    public Key key() {
        return new Key(pid, start);
    }

    /**
     * A process.
     *
     * @param pid may be used again for another one
     * @param start clock ticks from boot to its start
     */
    public record Key(int pid, long start) {}
}
