package org.tunnelfun.desktop.control;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Optional;
import org.tunnelfun.desktop.config.JsonText;

/**
 * What a client asks.
 *
 * @param action what to do
 * @param tunnel its name, or null for all
 * @param answers whether somebody who watches can answer questions
 * @param answer to a question
 */
record Request(Action action, String tunnel, boolean answers, Optional<Answer> answer) {

    /** The protocol's version, in every line of both sides. */
    static final int VERSION = 1;

    /** What can be asked. */
    enum Action {
        /** All statuses, once. */
        STATUS,
        /** All statuses now and after every change, until the client hangs up. */
        WATCH,
        RECONNECT,
        PAUSE,
        RESUME,
        /** Brings the window to the front, if the instance has one. */
        SHOW,
        /** Answers a question that came while watching. */
        ANSWER
    }

    Request(Action action, String tunnel) {
        this(action, tunnel, false, Optional.empty());
    }

    String line() {
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.addProperty("action", action.name().toLowerCase(Locale.ROOT));
        json.addProperty("tunnel", tunnel);
        if (answers) {
            json.addProperty("answers", true);
        }
        answer.ifPresent(a -> json.add("answer", a.json()));
        return json.toString();
    }

    /**
     * The request of a line.
     *
     * @throws RuntimeException with a sentence if it is none
     */
    static Request parse(String line) {
        JsonElement json = JsonText.parse(line);
        if (!(json instanceof JsonObject object)
                || !object.has("version")
                || !object.has("action")) {
            throw new IllegalArgumentException("a request is {\"version\": 1, \"action\": …}");
        }
        if (object.get("version").getAsInt() != VERSION) {
            throw new IllegalArgumentException(
                    "this instance speaks version " + VERSION + "; restart it after an update");
        }
        Action action = Action.valueOf(object.get("action").getAsString().toUpperCase(Locale.ROOT));
        if ((action == Action.ANSWER) != object.has("answer")) {
            throw new IllegalArgumentException("to answer is to send {\"answer\": {\"id\": …}}");
        }
        JsonElement tunnel = object.get("tunnel");
        return new Request(
                action,
                tunnel == null || tunnel.isJsonNull() ? null : tunnel.getAsString(),
                object.has("answers") && object.get("answers").getAsBoolean(),
                Optional.ofNullable(object.getAsJsonObject("answer")).map(Answer::of));
    }
}
