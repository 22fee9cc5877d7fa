package org.tunnelfun.desktop.config;

import java.util.Objects;

/**
 * One forward: a port on the server that leads to a target near the device.
 *
 * @param remote where the server listens
 * @param target where visitors are led to, dialled anew at each visit
 * @param expect what a visitor hears from a healthy target
 */
public record Forward(Remote remote, Target target, Expect expect) {

    /**
     * The server's side of a forward (RFC 4254 §7.1).
     *
     * @param bind address to listen on; the literal {@code localhost} by default, because {@code
     *     permitlisten} compares text (sshd_config(5))
     * @param port 1-65535, or 0: the server chooses
     */
    public record Remote(String bind, int port) {
        public Remote {
            Check.bind(bind);
            Check.remotePort(port);
        }

        /** Whether it is for every machine that reaches the server. */
        public boolean everywhere() {
            return bind.isEmpty()
                    || bind.equals("*")
                    || bind.equals("0.0.0.0")
                    || bind.equals("::");
        }

        /** Whether it is for the server itself alone. */
        public boolean loopback() {
            return bind.equals("localhost") || bind.equals("127.0.0.1") || bind.equals("::1");
        }

        @Override
        public String toString() {
            return (bind.contains(":") ? "[" + bind + "]" : bind) + ":" + port;
        }

        /**
         * As any record; Java would link its own anew at each start, and keep what it needs for
         * that.
         */
        @Override
        public boolean equals(Object o) {
            return o instanceof Remote other && bind.equals(other.bind) && port == other.port;
        }

        @Override
        public int hashCode() {
            return Objects.hash(bind, port);
        }
    }

    /**
     * The device's side of a forward.
     *
     * @param host any name or address
     * @param port 1-65535
     */
    public record Target(String host, int port) {
        public Target {
            Check.host(host);
            Check.port(port);
        }

        @Override
        public String toString() {
            return new HostPort(host, port).toString();
        }

        /**
         * As any record; Java would link its own anew at each start, and keep what it needs for
         * that.
         */
        @Override
        public boolean equals(Object o) {
            return o instanceof Target other && host.equals(other.host) && port == other.port;
        }

        @Override
        public int hashCode() {
            return Objects.hash(host, port);
        }
    }

    /** What proves that a target answers. */
    public enum Expect {
        /** An SSH identification string (RFC 4253 §4.2). */
        SSH,
        /** A connection that stays open or says something. */
        ANY
    }

    public Forward {
        Objects.requireNonNull(remote);
        Objects.requireNonNull(target);
        Objects.requireNonNull(expect);
    }

    /**
     * As any record; Java would link its own anew at each start, and keep what it needs for that.
     */
    @Override
    public boolean equals(Object o) {
        return o instanceof Forward other
                && remote.equals(other.remote)
                && target.equals(other.target)
                && expect == other.expect;
    }

    @Override
    public int hashCode() {
        return Objects.hash(remote, target, expect);
    }
}
