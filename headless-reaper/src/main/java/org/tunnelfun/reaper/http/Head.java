package org.tunnelfun.reaper.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request's line and headers (RFC 9112), read strictly: what could be understood in two ways is
 * refused.
 *
 * @param method such as {@code GET}
 * @param path without the query
 * @param headers by name in lower case
 */
record Head(String method, String path, Map<String, List<String>> headers) {
    private static final int MAX_HEADERS = 50;

    private static final Pattern REQUEST_LINE =
            Pattern.compile("([A-Z]{1,16}) (/[!-~&&[^?]]*)(?:\\?[!-~]*)? HTTP/1\\.[01]");

    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /** Characters that end a line for some readers and not for others among them. */
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0a-\\x1f\\x7f]");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    /** Reads all up to the empty line, without it. */
    static Head parse(String text) throws BadRequest {
        String[] lines = text.split("\r\n", -1);
        Matcher line = REQUEST_LINE.matcher(lines[0]);
        if (!line.matches()) {
            throw new BadRequest(400, "the first line is no HTTP/1.1 request");
        }
        if (lines.length - 1 > MAX_HEADERS) {
            throw new BadRequest(431, "more than " + MAX_HEADERS + " headers");
        }
        Map<String, List<String>> headers = new HashMap<>();
        for (String header : List.of(lines).subList(1, lines.length)) {
            int colon = header.indexOf(':');
            if (colon < 0
                    || !NAME.matcher(header.substring(0, colon)).matches()
                    || CONTROL.matcher(header).find()) {
                throw new BadRequest(400, "a line of the head is no header");
            }
            headers.computeIfAbsent(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            name -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        return new Head(line.group(1), line.group(2), headers);
    }

    /** Bytes of the body, 0 or more. */
    int length() throws BadRequest {
        if (headers.containsKey("transfer-encoding")) {
            throw new BadRequest(411, "send the body with a Content-Length");
        }
        List<String> lengths = headers.getOrDefault("content-length", List.of("0"));
        if (lengths.size() != 1 || !LENGTH.matcher(lengths.get(0)).matches()) {
            throw new BadRequest(400, "the Content-Length is no number");
        }
        return Integer.parseInt(lengths.get(0));
    }
}
