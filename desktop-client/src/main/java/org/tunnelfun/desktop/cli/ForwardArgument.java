package org.tunnelfun.desktop.cli;

import java.util.ArrayList;
import java.util.List;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.HostPort;

/** Forwards as ssh writes them. */
final class ForwardArgument {

    private ForwardArgument() {}

    /**
     * Reads {@code [bind:]port:host:hostport}; IPv6 in brackets; an empty bind or {@code *} means
     * all addresses, none the literal {@code localhost}.
     */
    static Forward parse(String text) {
        List<String> parts = split(text);
        if (parts.size() == 1 && text.matches("[0-9]+")) {
            throw new IllegalArgumentException(
                    "-R %s alone would be a SOCKS proxy; write -R %s:localhost:22 for a forward."
                            .formatted(text, text));
        }
        if (parts.size() != 3 && parts.size() != 4) {
            throw new IllegalArgumentException(
                    "-R \"%s\" is not [bind:]port:host:hostport, IPv6 in brackets".formatted(text));
        }
        try {
            int n = parts.size();
            String bind = n == 3 ? "localhost" : parts.get(0).isEmpty() ? "*" : parts.get(0);
            return new Forward(
                    new Forward.Remote(bind, port(parts.get(n - 3))),
                    new Forward.Target(parts.get(n - 2), port(parts.get(n - 1))),
                    Forward.Expect.SSH);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("-R " + text + ": " + e.getMessage(), e);
        }
    }

    private static int port(String digits) {
        return digits.equals("0") ? 0 : HostPort.parse("x:" + digits, 1).port();
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>(List.of(""));
        boolean inBrackets = false;
        for (char c : text.toCharArray()) {
            if (c == ':' && !inBrackets) {
                parts.add("");
            } else if (c == '[' || c == ']') {
                inBrackets = c == '[';
            } else {
                parts.set(parts.size() - 1, parts.get(parts.size() - 1) + c);
            }
        }
        return parts;
    }
}
