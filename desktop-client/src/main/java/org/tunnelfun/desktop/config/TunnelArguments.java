package org.tunnelfun.desktop.config;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** How a command that people are shown names a tunnel: whoever pastes it gets this tunnel. */
public final class TunnelArguments {

    private TunnelArguments() {}

    /**
     * Its name in the config; or, for one that was given like ssh's, the same letters again, for it
     * stands in no config.
     */
    public static String of(TunnelConfig tunnel) {
        ServerConfig server = tunnel.server();
        if (!likeSsh(tunnel)) {
            return ShellWord.of(tunnel.name());
        }
        List<String> words = new ArrayList<>();
        server.identityFile().ifPresent(key -> words.addAll(List.of("-i", key.toString())));
        if (server.port() != 22) {
            words.addAll(List.of("-p", "" + server.port()));
        }
        if (!server.proxyJump().isEmpty()) {
            words.add("-J");
            words.add(
                    server.proxyJump().stream()
                            .map(Destination::toString)
                            .collect(Collectors.joining(",")));
        }
        for (Forward forward : tunnel.forwards()) {
            words.addAll(List.of("-R", forward.remote() + ":" + forward.target()));
        }
        String trusted = server.knownHostsFile().toString();
        if (!trusted.equals(plain(server).knownHostsFile().toString())) {
            words.addAll(List.of("--known-hosts", trusted));
        }
        words.add(server.user() + "@" + host(server.host()));
        return words.stream().map(ShellWord::of).collect(Collectors.joining(" "));
    }

    /**
     * Whether a tunnel was given by arguments: it and its server are called by the destination as
     * it was typed.
     */
    public static boolean likeSsh(TunnelConfig tunnel) {
        ServerConfig server = tunnel.server();
        String host = tunnel.name().substring(tunnel.name().lastIndexOf('@') + 1);
        return tunnel.name().equals(server.name())
                && (host.equals(server.host()) || host.equals("[" + server.host() + "]"));
    }

    private static ServerConfig plain(ServerConfig server) {
        return ServerConfig.of(server.name(), server.host(), server.port(), server.user());
    }

    private static String host(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
