package org.tunnelfun.reaper.http;

import java.util.List;
import java.util.Map;

/**
 * A request that arrived in full.
 *
 * @param method such as {@code GET}
 * @param path begins with '/', as it was sent, without the query
 * @param headers by name in lower case, values in their order
 * @param body empty, or at most {@link Arrival#MAX_BODY} bytes
 * @param ends whose connection it came over
 */
public record HttpRequest(
        String method, String path, Map<String, List<String>> headers, byte[] body, Ends ends) {

    /** All values of a header, its name in lower case. */
    public List<String> header(String name) {
        return headers.getOrDefault(name, List.of());
    }
}
