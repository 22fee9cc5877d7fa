package org.tunnelfun.desktop.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One server that tunnels lead to.
 *
 * @param name key in the file's {@code servers}
 * @param host name or address
 * @param port 1-65535, default 22
 * @param hosts more addresses of the same server, tried in order where {@code host} cannot be
 *     reached; the one that answered is tried first the next time
 * @param user account on the server
 * @param identityFile private key, if one is named
 * @param identityPassphraseCommand prints the key's passphrase, where nobody can be asked; run by
 *     the system's shell
 * @param useAgent whether an ssh-agent is asked
 * @param knownHostsFile where trusted host keys stand (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT)
 * @param strictHostKeyChecking what happens with an unknown host key
 * @param legacyAlgorithms whether old key exchanges, ciphers and SHA-1 signatures are offered too,
 *     and RSA host keys of less than 2048 bits are taken
 * @param proxyJump hosts to go through, in order
 * @param proxy proxy to go through, {@code http://} or {@code socks5://}, without a password
 * @param proxyPasswordCommand prints the proxy's password; without one the environment variable
 *     {@code TUNNELFUN_PROXY_PASSWORD} is used
 * @param reaperPort the reaper's port on the server's loopback, if there is one
 */
public record ServerConfig(
        String name,
        String host,
        int port,
        List<HostPort> hosts,
        String user,
        Optional<Path> identityFile,
        Optional<String> identityPassphraseCommand,
        boolean useAgent,
        Path knownHostsFile,
        StrictHostKeyChecking strictHostKeyChecking,
        boolean legacyAlgorithms,
        List<Destination> proxyJump,
        Optional<Proxy> proxy,
        Optional<String> proxyPasswordCommand,
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

    public ServerConfig {
        Check.name(name);
        Check.host(host);
        Check.port(port);
        Check.user(user);
        Objects.requireNonNull(knownHostsFile);
        Objects.requireNonNull(strictHostKeyChecking);
        hosts = List.copyOf(hosts);
        proxyJump = List.copyOf(proxyJump);
        identityPassphraseCommand.ifPresent(Check::line);
        proxyPasswordCommand.ifPresent(Check::line);
        reaperPort.ifPresent(Check::port);
    }

    /** A server with every default: any key that the user has, {@code ~/.ssh/known_hosts}. */
    public static ServerConfig of(String name, String host, int port, String user) {
        return new ServerConfig(
                name,
                host,
                port,
                List.of(),
                user,
                Optional.empty(),
                Optional.empty(),
                true,
                Home.expand("~/.ssh/known_hosts"),
                StrictHostKeyChecking.ASK,
                false,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** The same server, but for what this changes. */
    public ServerConfig with(Consumer<ServerEdit> change) {
        ServerEdit edit = new ServerEdit(this);
        change.accept(edit);
        return edit.done();
    }

    /** The same server, logged in to with this key. */
    public ServerConfig withIdentityFile(Path key) {
        return with(server -> server.identityFile = Optional.of(key));
    }

    /** The same server, with this file of host keys. */
    public ServerConfig withKnownHosts(Path file, StrictHostKeyChecking checking) {
        return with(
                server -> {
                    server.knownHostsFile = file;
                    server.strictHostKeyChecking = checking;
                });
    }

    /** The same server, whose key is opened by what this command prints. */
    public ServerConfig withPassphraseCommand(String command) {
        return with(server -> server.identityPassphraseCommand = Optional.of(command));
    }

    /** The same server, without a question to an agent. */
    public ServerConfig withoutAgent() {
        return with(server -> server.useAgent = false);
    }

    /** The same server, with these addresses beside its first. */
    public ServerConfig withHosts(List<HostPort> others) {
        return with(server -> server.hosts = others);
    }

    /** The same server, reached over these hosts and through this proxy. */
    public ServerConfig withWay(List<Destination> jumps, Optional<Proxy> through) {
        return with(
                server -> {
                    server.proxyJump = jumps;
                    server.proxy = through;
                });
    }

    /** The same server, whose reaper listens on this port of its loopback. */
    public ServerConfig withReaperPort(int reaper) {
        return with(server -> server.reaperPort = Optional.of(reaper));
    }

    /** The same server; whether a reaper listens there nobody said. */
    ServerConfig withoutReaper() {
        return with(server -> server.reaperPort = Optional.empty());
    }

    /**
     * A host on the way as a server of its own, reached over those before it.
     *
     * @param index into {@link #proxyJump}
     */
    public ServerConfig jump(int index) {
        Destination via = proxyJump.get(index);
        return with(
                server -> {
                    server.host = via.address().host();
                    server.port = via.address().port();
                    server.hosts = List.of();
                    server.user = via.user().orElse(user);
                    server.proxyJump = proxyJump.subList(0, index);
                    server.reaperPort = Optional.empty();
                });
    }

    /** {@code user@host:port}, for people. */
    public String address() {
        return user + "@" + new HostPort(host, port);
    }
}
