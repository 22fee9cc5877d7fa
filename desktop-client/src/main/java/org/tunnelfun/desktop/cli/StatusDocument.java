package org.tunnelfun.desktop.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.SessionFacts;
import org.tunnelfun.desktop.engine.TunnelStatus;
import org.tunnelfun.desktop.ui.Wording;

/** What {@code status --json} prints; scripts rely on every key, so all are always there. */
final class StatusDocument {

    private static final int VERSION = 1;

    private StatusDocument() {}

    static JsonObject of(List<TunnelStatus> statuses) {
        JsonObject document = new JsonObject();
        document.addProperty("version", VERSION);
        JsonArray tunnels = new JsonArray();
        statuses.forEach(s -> tunnels.add(of(s)));
        document.add("tunnels", tunnels);
        return document;
    }

    private static JsonObject of(TunnelStatus s) {
        JsonObject json = new JsonObject();
        json.addProperty("name", s.name());
        json.addProperty("state", s.state().jsonName());
        json.add("proof", text(s.proof().jsonName()));
        json.add("since", time(Optional.of(s.since())));
        json.add("provenAt", time(s.provenAt()));
        json.add(
                "rttMs",
                s.rtt().<JsonElement>map(StatusDocument::millis).orElse(JsonNull.INSTANCE));
        json.addProperty("server", s.server());
        JsonArray forwards = new JsonArray();
        s.forwards().forEach(f -> forwards.add(of(f)));
        json.add("forwards", forwards);
        json.add("reason", text(s.reason()));
        json.add("nextAttemptAt", time(s.nextAttemptAt()));
        json.addProperty("logins", s.logins());
        json.add(
                "session",
                s.session().<JsonElement>map(StatusDocument::of).orElse(JsonNull.INSTANCE));
        return json;
    }

    private static JsonObject of(ForwardStatus f) {
        Forward.Remote remote = f.forward().remote();
        JsonObject json = new JsonObject();
        json.addProperty("remote", new Forward.Remote(remote.bind(), Wording.port(f)).toString());
        json.addProperty("target", f.forward().target().toString());
        json.addProperty("visitors", f.visitors());
        json.addProperty("bytesIn", f.bytesIn());
        json.addProperty("bytesOut", f.bytesOut());
        return json;
    }

    private static JsonObject of(SessionFacts f) {
        JsonObject json = new JsonObject();
        json.addProperty("local", f.local());
        json.addProperty("peer", f.peer());
        json.addProperty("keyExchange", f.keyExchange());
        json.addProperty("cipher", f.cipher());
        return json;
    }

    private static JsonElement millis(Duration rtt) {
        return new JsonPrimitive(Math.round(rtt.toNanos() / 1e5) / 10.0);
    }

    private static JsonElement time(Optional<Instant> time) {
        return time.<JsonElement>map(
                        t -> new JsonPrimitive(t.truncatedTo(ChronoUnit.MILLIS).toString()))
                .orElse(JsonNull.INSTANCE);
    }

    private static JsonElement text(String text) {
        return text.isEmpty() ? JsonNull.INSTANCE : new JsonPrimitive(text);
    }
}
