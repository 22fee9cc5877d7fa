package org.tunnelfun.reaper.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is used of a request; bounded. */
final class Request {
    static final String COOKIE = "tunnelfun";

    private static final int MAX_BODY = 4096;

    /**
     * Names of loopback, with any port: the caller may come through {@code ssh -L}. Another name
     * that leads here is a page in a browser trying DNS rebinding.
     */
    private static final Pattern HOST =
            Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

    private final HttpExchange exchange;

    Request(HttpExchange exchange) {
        this.exchange = exchange;
    }

    String path() {
        String path = exchange.getRequestURI().getRawPath();
        return path == null ? "" : path;
    }

    String method() {
        return exchange.getRequestMethod();
    }

    InetSocketAddress caller() {
        return exchange.getRemoteAddress();
    }

    InetSocketAddress ours() {
        return exchange.getLocalAddress();
    }

    /** Why a browser was tricked into this request, or empty. */
    String wrong() {
        List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !HOST.matcher(hosts.get(0)).matches()) {
            return "the Host header must name this machine's loopback";
        }
        Optional<String> origin = header("Origin");
        if (origin.isPresent() && !origin.get().equalsIgnoreCase("http://" + hosts.get(0))) {
            return "other sites may not ask here";
        }
        return "";
    }

    private Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    Optional<String> bearer() {
        return header("Authorization")
                .filter(h -> h.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(h -> h.substring(7).strip());
    }

    Optional<String> cookie() {
        return exchange.getRequestHeaders().getOrDefault("Cookie", List.of()).stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(COOKIE + "="))
                .map(pair -> pair.substring(COOKIE.length() + 1))
                .findFirst();
    }

    /** Reads what a body may hold at most and throws it away. */
    void drain() throws IOException {
        exchange.getRequestBody().readNBytes(MAX_BODY);
    }

    /** A field of a form, or empty. */
    String form(String name) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
        String prefix = name + "=";
        return Arrays.stream(new String(body, StandardCharsets.US_ASCII).split("&"))
                .filter(pair -> pair.startsWith(prefix))
                .map(pair -> decoded(pair.substring(prefix.length())))
                .findFirst()
                .orElse("");
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8).strip();
        } catch (IllegalArgumentException e) {
            return "";
        }
    }
}
