package org.tunnelfun.desktop.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.SessionFacts;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** Statuses to JSON and back, without loss: what runs between two processes of one version. */
final class StatusCodec {

    private StatusCodec() {}

    static JsonArray write(List<TunnelStatus> statuses) {
        JsonArray all = new JsonArray();
        statuses.forEach(s -> all.add(write(s)));
        return all;
    }

    /**
     * The statuses of an array.
     *
     * @throws RuntimeException if it is anything else
     */
    static List<TunnelStatus> read(JsonElement array) {
        List<TunnelStatus> statuses = new ArrayList<>();
        array.getAsJsonArray().forEach(e -> statuses.add(status(e.getAsJsonObject())));
        return List.copyOf(statuses);
    }

    private static JsonObject write(TunnelStatus s) {
        JsonObject json = new JsonObject();
        json.addProperty("name", s.name());
        json.addProperty("state", s.state().name());
        json.addProperty("proof", s.proof().name());
        json.addProperty("since", s.since().toString());
        json.add("provenAt", text(s.provenAt()));
        json.add("rtt", text(s.rtt()));
        json.addProperty("server", s.server());
        JsonArray forwards = new JsonArray();
        s.forwards().forEach(f -> forwards.add(write(f)));
        json.add("forwards", forwards);
        json.addProperty("reason", s.reason());
        json.add("nextAttemptAt", text(s.nextAttemptAt()));
        json.addProperty("logins", s.logins());
        json.add(
                "failure",
                s.failure().<JsonElement>map(StatusCodec::write).orElse(JsonNull.INSTANCE));
        json.addProperty("heartbeat", s.heartbeat());
        json.addProperty("serverVersion", s.serverVersion());
        json.add(
                "session",
                s.session().<JsonElement>map(StatusCodec::write).orElse(JsonNull.INSTANCE));
        return json;
    }

    private static JsonElement write(SessionFacts f) {
        JsonObject json = new JsonObject();
        json.addProperty("local", f.local());
        json.addProperty("peer", f.peer());
        json.addProperty("keyExchange", f.keyExchange());
        json.addProperty("cipher", f.cipher());
        return json;
    }

    private static SessionFacts session(JsonObject f) {
        return new SessionFacts(
                f.get("local").getAsString(),
                f.get("peer").getAsString(),
                f.get("keyExchange").getAsString(),
                f.get("cipher").getAsString());
    }

    private static JsonObject write(ForwardStatus f) {
        JsonObject json = new JsonObject();
        json.addProperty("bind", f.forward().remote().bind());
        json.addProperty("port", f.forward().remote().port());
        json.addProperty("targetHost", f.forward().target().host());
        json.addProperty("targetPort", f.forward().target().port());
        json.addProperty("expect", f.forward().expect().name());
        json.addProperty("boundPort", f.boundPort());
        json.addProperty("proof", f.proof().name());
        json.addProperty("problem", f.problem());
        json.addProperty("visitors", f.visitors());
        json.add("oldestVisitor", text(f.oldestVisitor()));
        json.addProperty("bytesIn", f.bytesIn());
        json.addProperty("bytesOut", f.bytesOut());
        return json;
    }

    private static JsonElement write(Failure f) {
        JsonObject json = new JsonObject();
        json.addProperty("kind", f.kind().name());
        json.addProperty("message", f.message());
        json.addProperty("advice", f.advice());
        return json;
    }

    private static TunnelStatus status(JsonObject s) {
        List<ForwardStatus> forwards = new ArrayList<>();
        s.getAsJsonArray("forwards").forEach(f -> forwards.add(forward(f.getAsJsonObject())));
        return new TunnelStatus(
                s.get("name").getAsString(),
                TunnelState.valueOf(s.get("state").getAsString()),
                Proof.valueOf(s.get("proof").getAsString()),
                Instant.parse(s.get("since").getAsString()),
                text(s, "provenAt").map(Instant::parse),
                text(s, "rtt").map(Duration::parse),
                s.get("server").getAsString(),
                List.copyOf(forwards),
                s.get("reason").getAsString(),
                text(s, "nextAttemptAt").map(Instant::parse),
                s.get("logins").getAsInt(),
                s.get("failure").isJsonNull()
                        ? Optional.empty()
                        : Optional.of(failure(s.getAsJsonObject("failure"))),
                s.get("heartbeat").getAsString(),
                s.get("serverVersion").getAsString(),
                s.get("session").isJsonNull()
                        ? Optional.empty()
                        : Optional.of(session(s.getAsJsonObject("session"))));
    }

    private static ForwardStatus forward(JsonObject f) {
        return new ForwardStatus(
                new Forward(
                        new Forward.Remote(f.get("bind").getAsString(), f.get("port").getAsInt()),
                        new Forward.Target(
                                f.get("targetHost").getAsString(), f.get("targetPort").getAsInt()),
                        Forward.Expect.valueOf(f.get("expect").getAsString())),
                f.get("boundPort").getAsInt(),
                Proof.valueOf(f.get("proof").getAsString()),
                f.get("problem").getAsString(),
                f.get("visitors").getAsInt(),
                text(f, "oldestVisitor").map(Instant::parse),
                f.get("bytesIn").getAsLong(),
                f.get("bytesOut").getAsLong());
    }

    private static Failure failure(JsonObject f) {
        return new Failure(
                Failure.Kind.valueOf(f.get("kind").getAsString()),
                f.get("message").getAsString(),
                f.get("advice").getAsString());
    }

    private static JsonElement text(Optional<?> value) {
        return value.<JsonElement>map(v -> new JsonPrimitive(v.toString()))
                .orElse(JsonNull.INSTANCE);
    }

    private static Optional<String> text(JsonObject json, String key) {
        JsonElement value = json.get(key);
        return value.isJsonNull() ? Optional.empty() : Optional.of(value.getAsString());
    }
}
