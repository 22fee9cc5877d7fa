package org.tunnelfun.desktop.engine;

import org.tunnelfun.desktop.config.TunnelConfig;

/** Opens sessions. */
public interface Ssh {

    /**
     * Starts one attempt and returns at once: TCP connect to any address of the host, host key,
     * login. Every step has a deadline; the attempt always ends in {@link Listener#opened} or
     * {@link Listener#failed}, unless it is cancelled before.
     */
    Attempt open(TunnelConfig tunnel, Listener listener);

    /** The legs of an attempt, in order; on a way over several hosts, those of one host. */
    enum Leg {
        /** The keys of this device, in files and agents. */
        KEY,
        /** Name and TCP, also from a jump host onwards. */
        CONNECT,
        /** What a proxy says. */
        PROXY,
        /** The file of known host keys. */
        KNOWN_HOSTS,
        /** The server's identification string. */
        BANNER,
        /** Algorithms, and the host key. */
        KEY_EXCHANGE,
        /** Authentication. */
        LOGIN
    }

    /** An attempt under way. */
    interface Attempt {
        /** Gives up at once; nothing more is told to the listener. Does not block. */
        void cancel();
    }

    /** Is told, on any thread and in order, how an attempt and its session fare. */
    interface Listener {
        /** A TCP connection stands; the login begins. */
        void connected();

        /** Logged in; nothing is bound yet. */
        void opened(SshSession session);

        /** How far an attempt came; told right before {@link #failed}. */
        default void reached(Leg leg) {}

        /** The attempt ended without a session. */
        void failed(Failure failure);

        /** The session ended, by the server or the network, not by {@link SshSession#end}. */
        void ended(Failure failure);
    }
}
