package org.tunnelfun.reaper.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tunnelfun.reaper.http.Ends;
import org.tunnelfun.reaper.http.HttpRequest;

/** What is used of a request. */
final class Request {
    static final String COOKIE = "tunnelfun";

    /**
     * Names of loopback, with any port: the caller may come through {@code ssh -L}. Another name
     * that leads here is a page in a browser trying DNS rebinding.
     */
    private static final Pattern HOST =
            Pattern.compile("(?i)(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

    private final HttpRequest request;

    Request(HttpRequest request) {
        this.request = request;
    }

    String path() {
        return request.path();
    }

    String method() {
        return request.method();
    }

    Ends ends() {
        return request.ends();
    }

    /** Why a browser was tricked into this request, or empty. */
    String wrong() {
        List<String> hosts = request.header("host");
        if (hosts.size() != 1 || !HOST.matcher(hosts.get(0)).matches()) {
            return "the Host header must name this machine's loopback";
        }
        Optional<String> origin = header("origin");
        if (origin.isPresent() && !origin.get().equalsIgnoreCase("http://" + hosts.get(0))) {
            return "other sites may not ask here";
        }
        return "";
    }

    private Optional<String> header(String name) {
        return request.header(name).stream().findFirst();
    }

    Optional<String> bearer() {
        return header("authorization")
                .filter(h -> h.regionMatches(true, 0, "Bearer ", 0, 7))
                .map(h -> h.substring(7).strip());
    }

    Optional<String> cookie() {
        return request.header("cookie").stream()
                .flatMap(line -> Arrays.stream(line.split(";")))
                .map(String::strip)
                .filter(pair -> pair.startsWith(COOKIE + "="))
                .map(pair -> pair.substring(COOKIE.length() + 1))
                .findFirst();
    }

    /** A field of a form, or empty. */
    String form(String name) {
        String prefix = name + "=";
        return Arrays.stream(new String(request.body(), StandardCharsets.US_ASCII).split("&"))
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
