package org.tunnelfun.reaper.config;

import java.math.BigDecimal;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tunnelfun.reaper.judge.Escape;
import org.tunnelfun.reaper.judge.Verdict;

/** The keys of the document, one method each; what is missing has its default. */
final class Fields {
    static final List<String> KNOWN =
            List.of(
                    "$schema",
                    "version",
                    "ports",
                    "names",
                    "interval",
                    "timeout",
                    "strikes",
                    "reap",
                    "killGrace",
                    "listen",
                    "expect",
                    "dryRun");

    /** The nearest key would be none that whoever looks for this one has in mind. */
    private static final String NO_SKIPPING =
            "skipActive: there is no such key, because the files of /proc do not tell a session that"
                    + " passes data from a dead one with visitors; leave it out, and every session"
                    + " is probed";

    /** Long enough for any host name (RFC 1035 §2.3.4); wide screens are not the point. */
    static final int MAX_NAME = 63;

    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private final Map<?, ?> map;

    Fields(Map<?, ?> map) {
        this.map = map;
    }

    boolean has(String key) {
        return map.containsKey(key);
    }

    void onlyKnown() throws ConfigException {
        for (Object key : map.keySet()) {
            if (!KNOWN.contains(key)) {
                String name = String.valueOf(key);
                if (name.equals("skipActive")) {
                    throw new ConfigException(NO_SKIPPING);
                }
                throw new ConfigException(
                        Escape.text(name, 60)
                                + ": unknown key; the nearest known one is "
                                + Nearest.of(name, KNOWN));
            }
        }
    }

    ReaperConfig config() throws ConfigException {
        schema();
        Ports ports = ports();
        ReaperConfig d = ReaperConfig.of(ports);
        return new ReaperConfig(
                ports,
                names(),
                number("interval", Range.INTERVAL, d.interval()),
                number("timeout", Range.TIMEOUT, d.timeout()),
                number("strikes", Range.STRIKES, d.strikes()),
                reap(d.reap()),
                number("killGrace", Range.KILL_GRACE, d.killGrace()),
                listen(),
                expectAny(),
                flag("dryRun", d.dryRun()));
    }

    /** Names the schema for editors; nothing here depends on it. */
    private void schema() throws ConfigException {
        Object value = map.get("$schema");
        if (value != null && !(value instanceof String)) {
            throw wrong("$schema", value, "the schema's address in quotes, or nothing");
        }
    }

    private Ports ports() throws ConfigException {
        Object value = map.get("ports");
        if (value == null) {
            throw new ConfigException("ports: missing; write \"ports\": \"2000-2099,2200\"");
        }
        StringBuilder text = new StringBuilder();
        for (Object part : value instanceof List<?> list ? list : List.of(value)) {
            if (!(part instanceof String || part instanceof BigDecimal)) {
                throw wrong("ports", part, "ports and ranges such as \"2000-2099,2200\"");
            }
            text.append(text.length() == 0 ? "" : ",").append(plain(part));
        }
        try {
            return Ports.parse(text.toString());
        } catch (IllegalArgumentException e) {
            throw new ConfigException("ports: " + e.getMessage());
        }
    }

    private Map<Integer, String> names() throws ConfigException {
        Map<Integer, String> names = new HashMap<>();
        for (Map.Entry<?, ?> entry : object("names", "{\"2001\": \"nas\"}").entrySet()) {
            String path = "names." + Escape.text(String.valueOf(entry.getKey()), 20);
            if (!(entry.getValue() instanceof String name)
                    || !name.matches(NAME)
                    || name.length() > MAX_NAME) {
                throw wrong(path, entry.getValue(), "letters, digits, '.', '_', '-'; 63 at most");
            }
            names.put(port(path, entry.getKey()), name);
        }
        return names;
    }

    private Set<Integer> expectAny() throws ConfigException {
        Set<Integer> any = new HashSet<>();
        for (Map.Entry<?, ?> entry : object("expect", "{\"2101\": \"any\"}").entrySet()) {
            String path = "expect." + Escape.text(String.valueOf(entry.getKey()), 20);
            int port = port(path, entry.getKey());
            if ("any".equals(entry.getValue())) {
                any.add(port);
            } else if (!"ssh".equals(entry.getValue())) {
                throw wrong(path, entry.getValue(), "\"ssh\" or \"any\"");
            }
        }
        return any;
    }

    private Set<Verdict> reap(Set<Verdict> missing) throws ConfigException {
        Object value = map.get("reap");
        if (value == null) {
            return missing;
        }
        String allowed = "a list of \"silent\", \"closed\" and \"other\"";
        if (!(value instanceof List<?> list)) {
            throw wrong("reap", value, allowed);
        }
        Set<Verdict> reap = EnumSet.noneOf(Verdict.class);
        for (Object word : list) {
            if (!Set.of("silent", "closed", "other").contains(word)) {
                throw wrong("reap", word, allowed);
            }
            reap.add(Verdict.valueOf(word.toString().toUpperCase(Locale.ROOT)));
        }
        return reap;
    }

    private Optional<ReaperConfig.Listen> listen() throws ConfigException {
        Object value = map.get("listen");
        if (value == null) {
            return Optional.of(ReaperConfig.DEFAULT_LISTEN);
        }
        String allowed = "\"127.0.0.1:7022\", another loopback address and port, or \"\" for off";
        if (!(value instanceof String text)) {
            throw wrong("listen", value, allowed);
        }
        if (text.isEmpty()) {
            return Optional.empty();
        }
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("^\\[|]$", "");
        if (!Set.of("127.0.0.1", "::1", "localhost").contains(host)) {
            throw wrong("listen", value, allowed);
        }
        int port = port("listen", text.substring(colon + 1));
        return Optional.of(
                new ReaperConfig.Listen(host.equals("localhost") ? "127.0.0.1" : host, port));
    }

    private int number(String key, Range range, int missing) throws ConfigException {
        Object value = map.get(key);
        if (value == null) {
            return missing;
        }
        String allowed = "a whole number, " + range.min() + "-" + range.max() + " " + range.unit();
        if (!(value instanceof BigDecimal number) || number.stripTrailingZeros().scale() > 0) {
            throw wrong(key, value, allowed);
        }
        // By its digits first: 1e999999999 must not become a number of that many digits.
        if (number.precision() - number.scale() > 15) {
            throw wrong(key, value, allowed);
        }
        String outside = range.wrong(number.longValue());
        if (!outside.isEmpty()) {
            throw new ConfigException(key + ": " + outside);
        }
        return number.intValue();
    }

    private boolean flag(String key, boolean missing) throws ConfigException {
        Object value = map.get(key);
        if (value == null || value instanceof Boolean) {
            return value == null ? missing : (Boolean) value;
        }
        throw wrong(key, value, "true or false");
    }

    private Map<?, ?> object(String key, String example) throws ConfigException {
        Object value = map.get(key);
        if (value == null || value instanceof Map<?, ?>) {
            return value == null ? Map.of() : (Map<?, ?>) value;
        }
        throw wrong(key, value, "an object such as " + example);
    }

    private static int port(String path, Object text) throws ConfigException {
        try {
            String digits = String.valueOf(text);
            if (!digits.matches("[0-9]+")) {
                throw new IllegalArgumentException(
                        Escape.quoted(digits) + " is not a port (1-65535)");
            }
            return Ports.parse(digits).stream().findFirst().orElseThrow();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(path + ": " + e.getMessage());
        }
    }

    private static ConfigException wrong(String path, Object value, String allowed) {
        return new ConfigException(
                path + ": " + Escape.quoted(plain(value)) + " is not allowed; write " + allowed);
    }

    private static String plain(Object value) {
        if (value instanceof BigDecimal number) {
            return number.precision() - number.scale() > 20
                    ? number.toString()
                    : number.toPlainString();
        }
        return value == Json.Null.NULL ? "null" : String.valueOf(value);
    }
}
