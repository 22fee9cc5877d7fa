package org.tunnelfun.desktop.control;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Optional;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

/** Questions to JSON and back: what runs between two processes of one version. */
final class QuestionCodec {

    private static final String HOST_KEY = "hostKey";
    private static final String CHANGED = "changedHostKey";
    private static final String SECRET = "secret";

    private static final Gson GSON = new Gson();

    private QuestionCodec() {}

    static JsonObject write(String id, Object about) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.add(key(about), GSON.toJsonTree(about));
        return json;
    }

    private static String key(Object about) {
        if (about instanceof SecretPrompt.Question) {
            return SECRET;
        }
        return about instanceof HostKeyPrompt.Change ? CHANGED : HOST_KEY;
    }

    static String id(JsonObject question) {
        return question.get("id").getAsString();
    }

    static Optional<HostKeyPrompt.Question> hostKey(JsonObject question) {
        return read(question.get(HOST_KEY), HostKeyPrompt.Question.class);
    }

    static Optional<HostKeyPrompt.Change> changed(JsonObject question) {
        return read(question.get(CHANGED), HostKeyPrompt.Change.class);
    }

    static Optional<SecretPrompt.Question> secret(JsonObject question) {
        return read(question.get(SECRET), SecretPrompt.Question.class);
    }

    private static <T> Optional<T> read(JsonElement json, Class<T> type) {
        return Optional.ofNullable(json).map(tree -> GSON.fromJson(tree, type));
    }
}
