package org.tunnelfun.desktop.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One server that tunnels lead to.
 *
 * @param name key in the file's {@code servers}
 * @param host name or address
 * @param port 1-65535, default 22
 * @param user account on the server
 * @param identityFile private key, if one is named
 * @param useAgent whether an ssh-agent is asked
 * @param knownHostsFile where trusted host keys stand (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)
 * @param strictHostKeyChecking what happens with an unknown host key
 * @param proxyJump hosts to go through, {@code user@host:port} each
 * @param reaperPort the reaper's port on the server's loopback, if there is one
 */
public record ServerConfig(
        String name,
        String host,
        int port,
        String user,
        Optional<Path> identityFile,
        boolean useAgent,
        Path knownHostsFile,
        StrictHostKeyChecking strictHostKeyChecking,
        List<String> proxyJump,
        Optional<Integer> reaperPort) {

    /** What happens with an unknown host key; a changed one is always refused. */
    public enum StrictHostKeyChecking {
        /** Refuse. */
        YES,
        /** Ask on the screen; without one, refuse. */
        ASK,
        /** Save it and go on. */
        ACCEPT_NEW
    }

    /** {@code user@host:port}, for people. */
    public String address() {
        String h = host.contains(":") ? "[" + host + "]" : host;
        return user + "@" + h + ":" + port;
    }
}
