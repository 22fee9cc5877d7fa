package org.tunnelfun.desktop.control;

import com.google.gson.JsonObject;
import java.util.Optional;

/**
 * A person's answer to a question. A secret does not stand in it, because text of JSON cannot be
 * overwritten: its bytes follow the line.
 *
 * @param id the question's
 * @param trust fingerprint of the unknown host key that is trusted
 * @param secretBytes how many bytes of a secret follow; absent if the person would not say
 */
record Answer(String id, Optional<String> trust, Optional<Integer> secretBytes) {

    /** What whoever answers is told of a question that is gone. */
    static final String TOO_LATE = "that is not asked, or not any more";

    /** Nobody types more. */
    static final int MOST_BYTES = 2_048;

    /** The server's key is the one with this fingerprint. */
    static Answer trusts(String id, String fingerprint) {
        return new Answer(id, Optional.of(fingerprint), Optional.empty());
    }

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        trust.ifPresent(fingerprint -> json.addProperty("trust", fingerprint));
        secretBytes.ifPresent(count -> json.addProperty("secretBytes", count));
        return json;
    }

    /**
     * The answer of a request.
     *
     * @throws RuntimeException with a sentence if it is none
     */
    static Answer of(JsonObject json) {
        Optional<Integer> bytes =
                Optional.ofNullable(json.get("secretBytes")).map(count -> count.getAsInt());
        if (!json.has("id") || bytes.filter(count -> count < 0 || count > MOST_BYTES).isPresent()) {
            throw new IllegalArgumentException(
                    "an answer is {\"id\": …} with at most " + MOST_BYTES + " secretBytes");
        }
        return new Answer(
                json.get("id").getAsString(),
                Optional.ofNullable(json.get("trust")).map(text -> text.getAsString()),
                bytes);
    }
}
