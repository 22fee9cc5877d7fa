package org.tunnelfun.reaper.config;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Strict JSON (RFC 8259) to maps, lists, strings, numbers and booleans; a key twice is an error.
 */
final class Json {
    /** Far more than a config needs, far less than a stack holds. */
    private static final int MAX_DEPTH = 20;

    private Json() {}

    /**
     * Parses one document.
     *
     * @throws ConfigException with the place, without the file's name
     */
    static Object parse(String text) throws ConfigException {
        try (JsonReader reader = new JsonReader(new StringReader(text))) {
            reader.setStrictness(Strictness.STRICT);
            Object value = value(reader, 0);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new ConfigException("more text after the end of the document");
            }
            return value;
        } catch (EOFException e) {
            throw new ConfigException("the document ends in the middle");
        } catch (MalformedJsonException | JsonParseException | IllegalStateException e) {
            throw new ConfigException("no valid JSON: " + firstLine(e));
        } catch (IOException e) {
            throw new ConfigException("cannot be read: " + firstLine(e));
        }
    }

    private static Object value(JsonReader reader, int depth) throws IOException, ConfigException {
        if (depth > MAX_DEPTH) {
            throw new ConfigException("nested too deeply at " + reader.getPath());
        }
        switch (reader.peek()) {
            case BEGIN_OBJECT:
                Map<String, Object> map = new LinkedHashMap<>();
                reader.beginObject();
                while (reader.hasNext()) {
                    String key = reader.nextName();
                    String path = reader.getPath();
                    if (map.containsKey(key)) {
                        throw new ConfigException(path.replaceFirst("^\\$\\.?", "") + ": twice");
                    }
                    map.put(key, value(reader, depth + 1));
                }
                reader.endObject();
                return map;
            case BEGIN_ARRAY:
                List<Object> list = new ArrayList<>();
                reader.beginArray();
                while (reader.hasNext()) {
                    list.add(value(reader, depth + 1));
                }
                reader.endArray();
                return list;
            case STRING:
                return reader.nextString();
            case NUMBER:
                return new BigDecimal(reader.nextString());
            case BOOLEAN:
                return reader.nextBoolean();
            default:
                reader.nextNull();
                return Null.NULL;
        }
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
    }

    /** JSON's null, which no setting accepts. */
    enum Null {
        NULL
    }
}
