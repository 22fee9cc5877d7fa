package org.tunnelfun.desktop.imports;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelEntry;

/** The original tool's {@code tunnelfun.yaml}: one file for a server and all its devices. */
public final class OriginalYaml {

    private final List<String> took = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final Map<String, ServerConfig> servers = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    private OriginalYaml() {}

    /** Whether a text looks like such a file. */
    public static boolean looksLike(String text) {
        return text.lines().anyMatch(l -> l.matches("(server|client|clients):\\s*(#.*)?"));
    }

    /**
     * Reads the file's text.
     *
     * @throws IllegalArgumentException with a sentence that names key or line
     */
    public static Imported read(String text) {
        return new OriginalYaml().convert(Yaml.parse(text));
    }

    private Imported convert(Map<String, Object> top) {
        Map<String, Object> server = section(top, "server");
        Map<String, Object> clients = section(top, "clients");
        Map<String, Object> connect = section(section(top, "client"), "timeout");
        Map<String, Object> retry = new LinkedHashMap<>();
        if (connect.containsKey("connect")) {
            long seconds = Math.min(120, number(connect, "connect", "client.timeout.connect"));
            retry.put("connectTimeout", seconds);
            took.add("client.timeout.connect: retry.connectTimeout " + seconds + " s");
        }
        List<TunnelEntry> entries = new ArrayList<>();
        for (String name : clients.keySet()) {
            entries.add(tunnel(name, section(clients, name), server));
        }
        report("", top, List.of("server", "client", "clients"));
        report("server.", server, List.of("host", "port", "tunnelports", "timeout"));
        Optional<String> reaper = reaper(server);
        ClientConfig config = new ClientConfig(servers, entries, retry, Map.of());
        return new Imported(config, reaper, List.copyOf(took), List.copyOf(left));
    }

    private TunnelEntry tunnel(
            String name, Map<String, Object> client, Map<String, Object> server) {
        String at = "clients." + name + ".";
        Map<String, Object> local = section(client, "localservice");
        Map<String, Object> remote = section(client, "remoteendpoint");
        Forward forward =
                new Forward(
                        new Forward.Remote(
                                text(remote, "host", "localhost"),
                                (int) number(remote, "port", at + "remoteendpoint.port")),
                        new Forward.Target(
                                text(local, "host", "localhost"),
                                (int) number(local, "port", at + "localservice.port")),
                        Forward.Expect.SSH);
        names.put("" + forward.remote().port(), name);
        report(at, client, List.of("user", "publickey", "localservice", "remoteendpoint"));
        took.add(
                "clients.%s: tunnel %s, %s to %s"
                        .formatted(name, name, forward.remote(), forward.target()));
        return new TunnelEntry(
                name,
                server(name, client, server),
                Optional.of(name),
                true,
                List.of(forward),
                Map.of(),
                Map.of());
    }

    /** One server for each account and key; the original named both per client. */
    private String server(String client, Map<String, Object> c, Map<String, Object> server) {
        String host = text(server, "host", "");
        String plain = host.replaceAll("[<>]", "");
        if (!plain.equals(host) && servers.isEmpty()) {
            left.add("server.host: " + host + " is a placeholder; write your server's name there");
        }
        ServerConfig made =
                ServerConfig.of(
                        "server",
                        plain,
                        server.containsKey("port")
                                ? (int) number(server, "port", "server.port")
                                : 22,
                        text(c, "user", System.getProperty("user.name")));
        String key = text(c, "publickey", "");
        ServerConfig with = key.isEmpty() ? made : made.withIdentityFile(Home.expand(key));
        for (Map.Entry<String, ServerConfig> known : servers.entrySet()) {
            if (known.getValue().user().equals(with.user())
                    && known.getValue().identityFile().equals(with.identityFile())) {
                return known.getKey();
            }
        }
        String name = servers.isEmpty() ? "server" : "server-" + client;
        servers.put(name, with);
        return name;
    }

    private Optional<String> reaper(Map<String, Object> server) {
        if (!(server.get("tunnelports") instanceof List<?> ports) || ports.isEmpty()) {
            return Optional.empty();
        }
        JsonObject json = new JsonObject();
        json.addProperty("version", 1);
        json.addProperty("ports", String.join(",", ports.stream().map(Object::toString).toList()));
        JsonObject devices = new JsonObject();
        names.forEach(devices::addProperty);
        json.add("names", devices);
        Map<String, Object> timeout = section(server, "timeout");
        if (timeout.containsKey("response")) {
            json.addProperty("timeout", number(timeout, "response", "server.timeout.response"));
        }
        took.add("server.tunnelports and server.timeout: reaper.json");
        return Optional.of(new GsonBuilder().setPrettyPrinting().create().toJson(json) + "\n");
    }

    private void report(String at, Map<String, Object> section, List<String> known) {
        section.keySet().stream()
                .filter(k -> !known.contains(k))
                .forEach(k -> left.add(at + k + ": the original does not know it either"));
    }

    private static Map<String, Object> section(Map<String, Object> map, String key) {
        Object value = map.get(key);
        if (value == null || value.equals("")) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> inner)) {
            throw new IllegalArgumentException(key + " is not a section");
        }
        Map<String, Object> section = new LinkedHashMap<>();
        inner.forEach((k, v) -> section.put(k.toString(), v));
        return section;
    }

    private static String text(Map<String, Object> map, String key, String otherwise) {
        Object value = map.getOrDefault(key, otherwise);
        return value.equals("") ? otherwise : value.toString();
    }

    private static long number(Map<String, Object> map, String key, String path) {
        String value = text(map, key, "");
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(path + ": \"" + value + "\" is not a number");
        }
        return Long.parseLong(value);
    }
}
