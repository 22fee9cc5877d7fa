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

        /** The attempt ended without a session. */
        void failed(Failure failure);

        /** The session ended, by the server or the network, not by {@link SshSession#end}. */
        void ended(Failure failure);
    }
}
