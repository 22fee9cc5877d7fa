package org.tunnelfun.desktop.control;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

/**
 * Questions to JSON and back: what runs between two processes of one version. Neither trusts the
 * other, so a question is whole, bounded and of plain text, or it is none.
 */
final class QuestionCodec {

    private static final String HOST_KEY = "hostKey";
    private static final String CHANGED = "changedHostKey";
    private static final String SECRET = "secret";

    /** Characters of an id: a random one has 36. */
    private static final int ID = 64;

    /** Characters of a host (a name of 253, and a port), a type of key or a fingerprint. */
    private static final int WORD = 300;

    /** Characters of a file: PATH_MAX of Linux. */
    private static final int FILE = 4_096;

    /** Characters of what a server asks: it may have 200, each escaped. */
    private static final int TEXT = 2_000;

    /** Characters of commands: the longest name their file, quoted, three times. */
    private static final int COMMANDS = 16_384;

    private static final int MOST_KNOWN = 5;

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

    /**
     * Its id.
     *
     * @throws IllegalArgumentException if it has none
     */
    static String id(JsonObject question) {
        return text(question, "id", ID);
    }

    /**
     * What it is about: a question or a change of one of the two prompts.
     *
     * @throws IllegalArgumentException with a sentence if it is no question
     */
    static Object about(JsonObject question) {
        if (question.get(HOST_KEY) instanceof JsonObject key) {
            return hostKey(key);
        }
        if (question.get(CHANGED) instanceof JsonObject key) {
            return changed(key);
        }
        if (question.get(SECRET) instanceof JsonObject secret) {
            return secret(secret);
        }
        throw new IllegalArgumentException("a question is about a host key or a secret");
    }

    private static HostKeyPrompt.Question hostKey(JsonObject json) {
        return new HostKeyPrompt.Question(
                text(json, "host", WORD),
                text(json, "keyType", WORD),
                text(json, "fingerprint", WORD),
                commands(json, "compare"),
                text(json, "savedIn", FILE));
    }

    private static HostKeyPrompt.Change changed(JsonObject json) {
        require(json.get("known") instanceof JsonArray all && all.size() <= MOST_KNOWN, "known");
        List<String> known = new ArrayList<>();
        json.getAsJsonArray("known").forEach(key -> known.add(text(key, "known", WORD)));
        return new HostKeyPrompt.Change(
                text(json, "host", WORD),
                text(json, "keyType", WORD),
                text(json, "offered", WORD),
                List.copyOf(known),
                text(json, "knownIn", FILE),
                commands(json, "compare"),
                commands(json, "forget"));
    }

    private static SecretPrompt.Question secret(JsonObject json) {
        String text = text(json, "text", TEXT);
        require(isPlain(text), "text");
        return new SecretPrompt.Question(
                SecretPrompt.Kind.valueOf(text(json, "kind", WORD)),
                text(json, "about", FILE),
                text,
                echo(json.get("echo")));
    }

    private static boolean echo(JsonElement json) {
        require(json instanceof JsonPrimitive echo && echo.isBoolean(), "echo");
        return json.getAsBoolean();
    }

    private static String commands(JsonObject json, String key) {
        String commands = text(json, key, COMMANDS);
        require(isPlain(commands.replace("\n", "")), key);
        return commands;
    }

    private static String text(JsonObject json, String key, int most) {
        return text(json.get(key), key, most);
    }

    private static String text(JsonElement json, String key, int most) {
        require(json instanceof JsonPrimitive text && text.isString(), key);
        require(json.getAsString().length() <= most, key);
        return json.getAsString();
    }

    private static void require(boolean right, String key) {
        if (!right) {
            throw new IllegalArgumentException("\"" + key + "\" is missing, wrong or too long");
        }
    }

    /** What is pasted into a shell, or shown as it is, must not steer a terminal or turn around. */
    private static boolean isPlain(String text) {
        return text.codePoints()
                .map(Character::getType)
                .noneMatch(
                        type ->
                                type == Character.CONTROL
                                        || type == Character.FORMAT
                                        || type == Character.SURROGATE
                                        || type == Character.LINE_SEPARATOR
                                        || type == Character.PARAGRAPH_SEPARATOR);
    }
}
