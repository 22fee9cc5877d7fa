package org.tunnelfun.desktop.config;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** A JSON tree to a {@link ClientConfig}; notes every problem with its path. */
final class ConfigReader {

    static final List<String> TOP =
            List.of("$schema", "version", "servers", "tunnels", "retry", "staleness");
    static final List<String> TUNNEL =
            List.of("name", "server", "device", "autoConnect", "forwards", "retry", "staleness");
    static final List<String> FORWARD = List.of("remote", "target", "expect");

    private final List<String> problems = new ArrayList<>();
    private final Path folder;

    private ConfigReader(Path folder) {
        this.folder = folder;
    }

    /**
     * The config of a tree.
     *
     * @param folder what relative paths in it start from
     * @throws ConfigException with a line for each problem, without the file's name
     */
    static ClientConfig read(JsonElement tree, Path folder) throws ConfigException {
        ConfigReader reader = new ConfigReader(folder);
        ClientConfig config = reader.config(tree);
        if (!reader.problems.isEmpty()) {
            throw new ConfigException(reader.problems);
        }
        return config;
    }

    private ClientConfig config(JsonElement tree) {
        Section top = Section.of("", tree, problems);
        Optional<Long> version = top.maybe("version", Values::whole);
        if (version.isPresent() && version.get() != ClientConfig.VERSION) {
            // What another version means by its keys is not known: say only this.
            top.problem(
                    "version",
                    version.get() + " is not known; this program knows " + ClientConfig.VERSION);
            return null;
        }
        top.known(TOP).maybe("$schema", Values::text);
        Map<String, ServerConfig> servers = servers(top.section("servers"));
        Map<String, Object> retry = top.section("retry").settings(Settings.RETRY);
        Map<String, Object> staleness = top.section("staleness").settings(Settings.STALENESS);
        Settings.clash(retry).ifPresent(text -> top.problem("retry", text));
        Map<String, String> names = new HashMap<>();
        List<TunnelEntry> entries =
                top.list(
                        "tunnels",
                        (path, element) -> {
                            Section section = Section.of(path, element, problems);
                            return tunnel(section, path, servers.keySet(), names, retry);
                        });
        Collision.in(entries, servers).ifPresent(text -> top.problem("tunnels", text));
        return problems.isEmpty() ? new ClientConfig(servers, entries, retry, staleness) : null;
    }

    private Map<String, ServerConfig> servers(Section section) {
        Map<String, ServerConfig> servers = new LinkedHashMap<>();
        for (String name : section.keys()) {
            // A server with a problem keeps its name, so that its tunnels are not reported as well.
            servers.put(name, ServerReader.read(name, section.section(name), folder, problems));
        }
        return servers;
    }

    private Optional<TunnelEntry> tunnel(
            Section s,
            String path,
            Set<String> servers,
            Map<String, String> names,
            Map<String, Object> fileRetry) {
        return whole(
                () -> {
                    s.known(TUNNEL);
                    String name = s.must("name", e -> Check.name(Values.text(e)));
                    String other = name == null ? null : names.putIfAbsent(name, path);
                    if (other != null) {
                        s.problem("name", Check.show(name) + " is also the name of " + other);
                    }
                    String server = s.must("server", e -> serverName(Values.text(e), servers));
                    List<Forward> forwards = forwards(s);
                    Map<String, Object> retry = s.section("retry").settings(Settings.RETRY);
                    Settings.clash(ClientConfig.merged(fileRetry, retry))
                            .filter(text -> Settings.clash(fileRetry).isEmpty())
                            .ifPresent(text -> s.problem("retry", text));
                    return new TunnelEntry(
                            name,
                            server,
                            s.maybe("device", e -> Check.host(Values.text(e))),
                            s.maybe("autoConnect", Values::flag).orElse(true),
                            forwards,
                            retry,
                            s.section("staleness").settings(Settings.STALENESS));
                });
    }

    private static String serverName(String name, Set<String> servers) {
        Check.require(
                servers.contains(name),
                Check.show(name)
                        + " is not a key of servers"
                        + Nearest.of(name, servers)
                                .map(n -> "; did you mean " + n + "?")
                                .orElse(
                                        servers.isEmpty()
                                                ? "; there are none"
                                                : " (" + String.join(", ", servers) + ")"));
        return name;
    }

    private List<Forward> forwards(Section s) {
        Set<Forward.Remote> seen = new HashSet<>();
        int before = problems.size();
        List<Forward> forwards =
                s.list(
                        "forwards",
                        (path, element) -> {
                            Section f = Section.of(path, element, problems).known(FORWARD);
                            Optional<Forward> forward = forward(f);
                            forward.filter(x -> x.remote().port() != 0 && !seen.add(x.remote()))
                                    .ifPresent(
                                            x ->
                                                    f.problem(
                                                            "remote",
                                                            x.remote() + " is there twice"));
                            return forward;
                        });
        if (problems.size() == before
                && (forwards.isEmpty() || forwards.size() > TunnelConfig.MOST_FORWARDS)) {
            s.problem(
                    "forwards",
                    forwards.isEmpty()
                            ? "is missing; a tunnel has at least one forward"
                            : forwards.size()
                                    + " are too many (1-"
                                    + TunnelConfig.MOST_FORWARDS
                                    + ")");
        }
        return forwards;
    }

    private Optional<Forward> forward(Section s) {
        return whole(
                () -> {
                    Section remote = s.section("remote").known(List.of("bind", "port"));
                    Section target = s.section("target").known(List.of("host", "port"));
                    String bind =
                            remote.maybe("bind", e -> Check.bind(Values.text(e)))
                                    .orElse("localhost");
                    Integer remotePort = remote.must("port", Values::remotePort);
                    String host =
                            target.maybe("host", e -> Check.host(Values.text(e)))
                                    .orElse("localhost");
                    Integer targetPort = target.must("port", Values::port);
                    Forward.Expect expect =
                            s.maybe("expect", e -> Values.word(Forward.Expect.class, e))
                                    .orElse(Forward.Expect.SSH);
                    return remotePort == null || targetPort == null
                            ? null
                            : new Forward(
                                    new Forward.Remote(bind, remotePort),
                                    new Forward.Target(host, targetPort),
                                    expect);
                });
    }

    /** What {@code build} returns, unless it noted a problem. */
    private <T> Optional<T> whole(Supplier<T> build) {
        int before = problems.size();
        T built = build.get();
        return problems.size() == before ? Optional.of(built) : Optional.empty();
    }
}
