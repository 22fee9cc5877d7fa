package org.tunnelfun.desktop.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;

/**
 * A server that is being changed: see {@link ServerConfig#with}. Each field is the component of
 * that name, and is checked at the end.
 */
public final class ServerEdit {
    public String name;
    public String host;
    public int port;
    public List<HostPort> hosts;
    public String user;
    public Optional<Path> identityFile;
    public Optional<String> identityPassphraseCommand;
    public boolean useAgent;
    public Path knownHostsFile;
    public StrictHostKeyChecking strictHostKeyChecking;
    public boolean legacyAlgorithms;
    public List<Destination> proxyJump;
    public Optional<Proxy> proxy;
    public Optional<String> proxyPasswordCommand;
    public Optional<Integer> reaperPort;

    ServerEdit(ServerConfig server) {
        name = server.name();
        host = server.host();
        port = server.port();
        hosts = server.hosts();
        user = server.user();
        identityFile = server.identityFile();
        identityPassphraseCommand = server.identityPassphraseCommand();
        useAgent = server.useAgent();
        knownHostsFile = server.knownHostsFile();
        strictHostKeyChecking = server.strictHostKeyChecking();
        legacyAlgorithms = server.legacyAlgorithms();
        proxyJump = server.proxyJump();
        proxy = server.proxy();
        proxyPasswordCommand = server.proxyPasswordCommand();
        reaperPort = server.reaperPort();
    }

    ServerConfig done() {
        return new ServerConfig(
                name,
                host,
                port,
                hosts,
                user,
                identityFile,
                identityPassphraseCommand,
                useAgent,
                knownHostsFile,
                strictHostKeyChecking,
                legacyAlgorithms,
                proxyJump,
                proxy,
                proxyPasswordCommand,
                reaperPort);
    }
}
