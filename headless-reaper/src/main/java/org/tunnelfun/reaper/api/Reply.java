package org.tunnelfun.reaper.api;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
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

    /** As it goes over the wire; the connection ends with it. */
    byte[] bytes(Instant now, boolean withBody) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder();
        head.append("HTTP/1.1 ").append(status).append(' ').append(phrase()).append("\r\n");
        line(
                head,
                "Date",
                DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atOffset(ZoneOffset.UTC)));
        line(head, "Connection", "close");
        line(head, "Content-Length", String.valueOf(body.length));
        line(head, "Content-Type", type);
        line(head, "Cache-Control", "no-store");
        line(head, "X-Content-Type-Options", "nosniff");
        // Not no-referrer: with it a browser sends "Origin: null" along with our own form.
        line(head, "Referrer-Policy", "same-origin");
        headers.forEach((name, value) -> line(head, name, value));
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + (withBody ? body.length : 0));
        System.arraycopy(body, 0, all, start.length, all.length - start.length);
        return all;
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    /** RFC 9110 §15; 429 and 431 are RFC 6585's. Empty is allowed, a wrong one would mislead. */
    private String phrase() {
        return switch (status) {
            case 200 -> "OK";
            case 303 -> "See Other";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 411 -> "Length Required";
            case 413 -> "Content Too Large";
            case 429 -> "Too Many Requests";
            case 431 -> "Request Header Fields Too Large";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            default -> "";
        };
    }
}
