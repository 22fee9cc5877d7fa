package org.tunnelfun.reaper.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP's
 * @param type Content-Type
 * @param text body
 * @param headers further ones
 */
record Reply(int status, String type, String text, Map<String, String> headers) {
    static final String JSON = "application/json";

    Reply(int status, String type, String text) {
        this(status, type, text, Map.of());
    }

    static Reply json(String text) {
        return new Reply(200, JSON, text);
    }

    static Reply error(int status, String message) {
        return new Reply(status, JSON, Answers.error(message));
    }

    Reply with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Reply(status, type, text, Map.copyOf(more));
    }

    void send(HttpExchange exchange) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        Headers out = exchange.getResponseHeaders();
        out.set("Content-Type", type);
        out.set("Cache-Control", "no-store");
        out.set("X-Content-Type-Options", "nosniff");
        // Not no-referrer: with it a browser sends "Origin: null" along with our own form.
        out.set("Referrer-Policy", "same-origin");
        headers.forEach(out::set);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
