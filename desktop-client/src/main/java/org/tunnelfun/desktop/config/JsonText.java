package org.tunnelfun.desktop.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Bytes to a JSON tree, strictly (RFC 8259): no comments, no duplicate keys, no trailing text. */
public final class JsonText {

    /** Nobody writes a config by hand that is longer; a wrong file given by mistake may be. */
    public static final int LONGEST = 1 << 20;

    private static final int DEEPEST = 32;
    private static final Pattern PLACE = Pattern.compile("at line (\\d+) column (\\d+)");

    private JsonText() {}

    /**
     * The tree.
     *
     * @throws IllegalArgumentException with a sentence that names line and column
     */
    public static JsonElement parse(byte[] bytes) {
        Check.require(
                bytes.length <= LONGEST, "is longer than " + LONGEST / 1024 + " KiB; not a config");
        return parse(decode(bytes));
    }

    /** As {@link #parse(byte[])}, of a text. */
    public static JsonElement parse(String text) {
        Check.require(!text.isBlank(), "is empty; the smallest config is {\"version\": 1}");
        JsonReader reader = new JsonReader(new StringReader(text));
        reader.setStrictness(Strictness.STRICT);
        reader.setNestingLimit(DEEPEST);
        try {
            JsonElement tree = read(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("has text after its end");
            }
            return tree;
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            throw new IllegalArgumentException(place(e, reader) + "is not JSON: " + plain(e), e);
        }
    }

    private static String decode(byte[] bytes) {
        boolean utf16 =
                bytes.length > 1
                        && ((bytes[0] & 0xff) == 0xfe && (bytes[1] & 0xff) == 0xff
                                || (bytes[0] & 0xff) == 0xff && (bytes[1] & 0xff) == 0xfe);
        Check.require(!utf16, "is UTF-16; save it as UTF-8");
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            // Some editors put a byte order mark first; RFC 8259 §8.1 lets a reader ignore it.
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("is not UTF-8; save it as UTF-8", e);
        }
    }

    private static JsonElement read(JsonReader reader) throws IOException {
        switch (reader.peek()) {
            case BEGIN_OBJECT -> {
                JsonObject object = new JsonObject();
                reader.beginObject();
                while (reader.hasNext()) {
                    String key = reader.nextName();
                    Check.require(
                            !object.has(key),
                            reader.getPath().replaceFirst("^\\$\\.?", "") + " is there twice");
                    object.add(key, read(reader));
                }
                reader.endObject();
                return object;
            }
            case BEGIN_ARRAY -> {
                JsonArray array = new JsonArray();
                reader.beginArray();
                while (reader.hasNext()) {
                    array.add(read(reader));
                }
                reader.endArray();
                return array;
            }
            case STRING -> {
                return new JsonPrimitive(reader.nextString());
            }
            case NUMBER -> {
                return new JsonPrimitive(new LazilyParsedNumber(reader.nextString()));
            }
            case BOOLEAN -> {
                return new JsonPrimitive(reader.nextBoolean());
            }
            default -> {
                reader.nextNull();
                return JsonNull.INSTANCE;
            }
        }
    }

    private static String place(Exception e, JsonReader reader) {
        Matcher m = PLACE.matcher(e.getMessage() == null ? "" : e.getMessage());
        // The reader's own description of itself has the place where the exception has none.
        if (!m.find()) {
            m = PLACE.matcher(reader.toString());
            if (!m.find()) {
                return "";
            }
        }
        return "line " + m.group(1) + ", column " + m.group(2) + ": ";
    }

    private static String plain(Exception e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        text = text.lines().findFirst().orElse("").replaceFirst(" at line .*", "");
        text = text.replaceFirst("^Use JsonReader\\.setStrictness\\(.*\\) to accept ", "").strip();
        return text.equals("malformed JSON")
                ? "a comma, colon, quote or bracket is missing or too much, or there is a comment"
                : text;
    }
}
