package org.tunnelfun.desktop.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

/** Puts the questions of another process to the person here, each once, and sends the answers. */
final class Answering {

    /** Sends an answer to the other process; returns at once. */
    interface Sender {
        /**
         * @param secret overwritten after use; empty where there is none
         */
        void send(Answer answer, byte[] secret);
    }

    private final HostKeyPrompt hostKeys;
    private final SecretPrompt secrets;
    private final Sender sender;
    private Set<String> seen = Set.of();

    /** A window stays open over several attempts, and the last attempt's question counts. */
    private final Map<HostKeyPrompt.Question, String> latest = new ConcurrentHashMap<>();

    Answering(HostKeyPrompt hostKeys, SecretPrompt secrets, Sender sender) {
        this.hostKeys = hostKeys;
        this.secrets = secrets;
        this.sender = sender;
    }

    /**
     * All that is asked now.
     *
     * @throws RuntimeException if one of them is no question; then nobody is asked anything
     */
    void show(JsonArray questions) {
        if (questions.size() > Questions.MOST) {
            throw new IllegalArgumentException(questions.size() + " questions are too many");
        }
        Map<String, Object> now = new LinkedHashMap<>();
        for (JsonElement element : questions) {
            JsonObject question = element.getAsJsonObject();
            now.put(QuestionCodec.id(question), QuestionCodec.about(question));
        }
        now.forEach(
                (id, about) -> {
                    if (!seen.contains(id)) {
                        ask(id, about);
                    }
                });
        seen = now.keySet();
        // Whoever shows many keys must not fill our memory.
        latest.values().retainAll(seen);
    }

    private void ask(String id, Object about) {
        if (about instanceof HostKeyPrompt.Question key) {
            latest.put(key, id);
            hostKeys.ask(key, () -> trust(key));
        } else if (about instanceof HostKeyPrompt.Change change) {
            hostKeys.changed(change);
        } else if (about instanceof SecretPrompt.Question secret) {
            secrets.ask(secret, told -> tell(id, told));
        }
    }

    private void trust(HostKeyPrompt.Question key) {
        String id = latest.get(key);
        if (id == null) {
            hostKeys.failed(Answer.TOO_LATE);
        } else {
            sender.send(Answer.trusts(id, key.fingerprint()), new byte[0]);
        }
    }

    private void tell(String id, Optional<char[]> secret) {
        byte[] bytes = secret.map(Answering::bytes).orElse(new byte[0]);
        sender.send(new Answer(id, Optional.empty(), secret.map(chars -> bytes.length)), bytes);
    }

    private static byte[] bytes(char[] secret) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(secret, '\0');
        return bytes;
    }
}
