package org.tunnelfun.desktop.imports;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.Collision;
import org.tunnelfun.desktop.config.Destination;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelEntry;

/** The hosts of an {@code ssh_config} that have a RemoteForward, one tunnel each. */
public final class SshConfigImport {

    private final List<String> took = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final Map<String, ServerConfig> servers = new LinkedHashMap<>();
    private final List<TunnelEntry> entries = new ArrayList<>();

    private SshConfigImport() {}

    /**
     * Reads a file and those that it includes.
     *
     * @throws IOException if one of them cannot be read
     */
    public static Imported read(Path file) throws IOException {
        SshConfig config = SshConfig.read(file);
        SshConfigImport made = new SshConfigImport();
        made.left.addAll(config.left);
        config.hosts.forEach(made::host);
        return new Imported(
                new ClientConfig(made.servers, made.entries, Map.of(), Map.of()),
                Optional.empty(),
                List.copyOf(made.took),
                List.copyOf(made.left));
    }

    private void host(String name, List<SshConfig.Option> options) {
        List<Forward> forwards = new ArrayList<>();
        Map<String, SshConfig.Option> first = new LinkedHashMap<>();
        List<SshConfig.Option> keys = new ArrayList<>();
        for (SshConfig.Option o : options) {
            if (o.key().equals("remoteforward")) {
                forward(o).ifPresent(forwards::add);
                continue;
            }
            SshConfig.Option before = first.putIfAbsent(o.key(), o);
            boolean other = before != null && !before.arguments().equals(o.arguments());
            if (other && o.key().equals("identityfile")) {
                keys.add(o);
            }
        }
        if (forwards.isEmpty()) {
            return;
        }
        // Of other options the first counts; of these, ssh tries each.
        keys.forEach(o -> left.add(o.place() + ": identityfile: only the first is taken"));
        try {
            Map<String, Object> staleness = new LinkedHashMap<>();
            ServerConfig server = server(name, first, staleness);
            servers.put(name, server);
            entries.add(tunnel(name, forwards, staleness));
            took.add(
                    "Host %s: tunnel %s to %s, %d forward%s"
                            .formatted(
                                    name,
                                    name,
                                    server.address(),
                                    forwards.size(),
                                    forwards.size() == 1 ? "" : "s"));
        } catch (IllegalArgumentException e) {
            left.add("Host " + name + ": " + e.getMessage());
        }
    }

    /** Several names for one server are usual there; its port is for one tunnel at a time. */
    private TunnelEntry tunnel(String name, List<Forward> forwards, Map<String, Object> staleness) {
        Function<Boolean, TunnelEntry> made =
                auto ->
                        new TunnelEntry(
                                name, name, Optional.empty(), auto, forwards, Map.of(), staleness);
        Optional<String> collision = Collision.with(entries, made.apply(true), servers);
        collision.ifPresent(
                text -> left.add("Host " + name + " does not connect by itself: " + text));
        return made.apply(collision.isEmpty());
    }

    private ServerConfig server(
            String name, Map<String, SshConfig.Option> options, Map<String, Object> staleness) {
        ServerConfig s =
                ServerConfig.of(
                        name,
                        value(options, "hostname").orElse(name),
                        value(options, "port")
                                .map(p -> HostPort.parse("x:" + p, 22).port())
                                .orElse(22),
                        value(options, "user").orElse(System.getProperty("user.name")));
        value(options, "serveraliveinterval")
                .filter(v -> v.matches("[1-9][0-9]{0,3}"))
                .ifPresent(
                        v ->
                                staleness.put(
                                        "serverAliveInterval",
                                        Math.min(3_600L, Long.parseLong(v))));
        Optional<String> jump =
                value(options, "proxyjump").filter(j -> !j.equalsIgnoreCase("none"));
        SshConfig.Option files = options.get("userknownhostsfile");
        if (files != null && files.arguments().size() > 1) {
            left.add(files.place() + ": userknownhostsfile: only the first is taken");
        }
        Optional<String> known = file(options, "userknownhostsfile");
        Optional<String> checking = option(options, "stricthostkeychecking", "yes|ask|accept-new");
        Optional<String> identity = file(options, "identityfile");
        options.values().forEach(o -> left.add(o.place() + ": " + o.key() + " has no counterpart"));
        return s.with(
                server -> {
                    server.identityFile = identity.map(Home::expand);
                    server.knownHostsFile = known.map(Home::expand).orElse(s.knownHostsFile());
                    server.strictHostKeyChecking = checking(checking, s);
                    server.proxyJump =
                            jump.stream()
                                    .flatMap(j -> Stream.of(j.split(",")))
                                    .map(Destination::parse)
                                    .toList();
                });
    }

    private static ServerConfig.StrictHostKeyChecking checking(
            Optional<String> said, ServerConfig s) {
        return switch (said.orElse("")) {
            case "yes" -> ServerConfig.StrictHostKeyChecking.YES;
            case "accept-new" -> ServerConfig.StrictHostKeyChecking.ACCEPT_NEW;
            default -> s.strictHostKeyChecking();
        };
    }

    /** A file; ssh's words for none, and the file that forgets, stay and are reported. */
    private static Optional<String> file(Map<String, SshConfig.Option> options, String key) {
        options.computeIfPresent(key, (any, o) -> o.atHome());
        return option(options, key, "(?!(none|/dev/null)$)(?!.*\\$\\{).*");
    }

    private static Optional<String> option(
            Map<String, SshConfig.Option> options, String key, String taken) {
        SshConfig.Option o = options.get(key);
        boolean fits = o != null && !o.arguments().isEmpty() && o.arguments().get(0).matches(taken);
        return fits ? value(options, key) : Optional.empty();
    }

    /** Takes an option; one with a token stays and is reported. */
    private static Optional<String> value(Map<String, SshConfig.Option> options, String key) {
        SshConfig.Option o = options.get(key);
        if (o == null || o.arguments().isEmpty() || o.arguments().get(0).contains("%")) {
            return Optional.empty();
        }
        options.remove(key);
        return Optional.of(o.arguments().get(0));
    }

    private Optional<Forward> forward(SshConfig.Option o) {
        try {
            if (o.arguments().size() == 1) {
                left.add(o.place() + ": RemoteForward without a target is a SOCKS proxy");
                return Optional.empty();
            }
            if (o.arguments().size() != 2
                    || o.arguments().stream().anyMatch(a -> a.contains("/"))) {
                left.add(o.place() + ": RemoteForward of a Unix socket is not known here");
                return Optional.empty();
            }
            String listen = o.arguments().get(0);
            boolean portAlone = listen.matches("[0-9]+");
            HostPort remote = HostPort.parse(portAlone ? "localhost:" + listen : any(listen), 1);
            HostPort target = HostPort.parse(o.arguments().get(1), 22);
            String bind = remote.host().equals("all.addresses") ? "*" : remote.host();
            return Optional.of(
                    new Forward(
                            new Forward.Remote(bind, remote.port()),
                            new Forward.Target(target.host(), target.port()),
                            Forward.Expect.SSH));
        } catch (IllegalArgumentException e) {
            left.add(o.place() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /** An empty host and * both mean all addresses (ssh_config(5), RemoteForward). */
    private static String any(String listen) {
        return listen.startsWith("*:") || listen.startsWith(":")
                ? "all.addresses" + listen.substring(listen.indexOf(':'))
                : listen;
    }
}
