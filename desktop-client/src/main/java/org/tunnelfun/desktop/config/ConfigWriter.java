package org.tunnelfun.desktop.config;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;

/** A {@link ClientConfig} to the text of its file; what equals a default is left out. */
final class ConfigWriter {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private ConfigWriter() {}

    static String write(ClientConfig config) {
        JsonObject top = new JsonObject();
        top.addProperty("version", ClientConfig.VERSION);
        JsonObject servers = new JsonObject();
        config.servers().forEach((name, server) -> servers.add(name, server(server)));
        top.add("servers", servers);
        JsonArray tunnels = new JsonArray();
        config.entries().forEach(entry -> tunnels.add(tunnel(entry)));
        top.add("tunnels", tunnels);
        settings(top, "retry", config.retry());
        settings(top, "staleness", config.staleness());
        return GSON.toJson(top) + "\n";
    }

    private static JsonObject server(ServerConfig s) {
        ServerConfig plain = ServerConfig.of(s.name(), s.host(), 22, s.user());
        JsonObject json = new JsonObject();
        json.addProperty("host", s.host());
        if (s.port() != plain.port()) {
            json.addProperty("port", s.port());
        }
        strings(json, "hosts", s.hosts());
        json.addProperty("user", s.user());
        s.identityFile().ifPresent(f -> json.addProperty("identityFile", Home.shorten(f)));
        s.identityPassphraseCommand()
                .ifPresent(c -> json.addProperty("identityPassphraseCommand", c));
        if (s.useAgent() != plain.useAgent()) {
            json.addProperty("useAgent", s.useAgent());
        }
        if (!s.knownHostsFile().equals(plain.knownHostsFile())) {
            json.addProperty("knownHostsFile", Home.shorten(s.knownHostsFile()));
        }
        if (s.strictHostKeyChecking() != plain.strictHostKeyChecking()) {
            json.addProperty("strictHostKeyChecking", Settings.jsonName(s.strictHostKeyChecking()));
        }
        if (s.legacyAlgorithms()) {
            json.addProperty("legacyAlgorithms", true);
        }
        strings(json, "proxyJump", s.proxyJump());
        s.proxy().ifPresent(p -> json.addProperty("proxy", p.toString()));
        s.proxyPasswordCommand().ifPresent(c -> json.addProperty("proxyPasswordCommand", c));
        s.reaperPort().ifPresent(p -> json.addProperty("reaperPort", p));
        return json;
    }

    private static JsonObject tunnel(TunnelEntry t) {
        JsonObject json = new JsonObject();
        json.addProperty("name", t.name());
        json.addProperty("server", t.server());
        t.device().ifPresent(d -> json.addProperty("device", d));
        if (!t.autoConnect()) {
            json.addProperty("autoConnect", false);
        }
        JsonArray forwards = new JsonArray();
        t.forwards().forEach(f -> forwards.add(forward(f)));
        json.add("forwards", forwards);
        settings(json, "retry", t.retry());
        settings(json, "staleness", t.staleness());
        return json;
    }

    private static JsonObject forward(Forward f) {
        JsonObject remote = new JsonObject();
        remote.addProperty("bind", f.remote().bind());
        remote.addProperty("port", f.remote().port());
        JsonObject target = new JsonObject();
        target.addProperty("host", f.target().host());
        target.addProperty("port", f.target().port());
        JsonObject json = new JsonObject();
        json.add("remote", remote);
        json.add("target", target);
        if (f.expect() != Forward.Expect.SSH) {
            json.addProperty("expect", Settings.jsonName(f.expect()));
        }
        return json;
    }

    private static void settings(JsonObject json, String key, Map<String, Object> values) {
        if (!values.isEmpty()) {
            json.add(key, GSON.toJsonTree(values));
        }
    }

    private static void strings(JsonObject json, String key, List<?> values) {
        if (!values.isEmpty()) {
            json.add(key, GSON.toJsonTree(values.stream().map(Object::toString).toList()));
        }
    }
}
