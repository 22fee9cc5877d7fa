package org.tunnelfun.desktop.config;

import java.util.regex.Pattern;

/**
 * What a single value may be. Each method returns its argument or throws {@link
 * IllegalArgumentException} with a sentence that names the value and what is allowed.
 */
final class Check {

    /** A DNS name has at most 253 characters; a scoped IPv6 literal is far shorter. */
    private static final int LONGEST_HOST = 253;

    private static final int LONGEST_NAME = 64;
    // What else has a colon is a name with a port, and would be looked up for ever.
    private static final Pattern IPV6 =
            Pattern.compile("[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*(%.+)?");
    private static final Pattern BAD_IN_HOST =
            Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}@/\\\\\"'`$;|&<>()]");
    private static final Pattern BAD_IN_USER =
            Pattern.compile("[\\p{Z}\\p{Cc}\\p{Cf}:/\\\\\"'`$;|&<>()]");
    private static final Pattern BAD_IN_NAME = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

    private Check() {}

    /** 1-65535. */
    static int port(long port) {
        require(port >= 1 && port <= 65_535, port + " is not a port (1-65535)");
        return (int) port;
    }

    /** 0-65535; 0 lets the server choose. */
    static int remotePort(long port) {
        require(
                port >= 0 && port <= 65_535,
                port + " is not a port (1-65535, or 0: the server chooses)");
        return (int) port;
    }

    /** A name or an address; IPv6 without brackets. */
    static String host(String host) {
        require(
                !host.isBlank()
                        && host.length() <= LONGEST_HOST
                        && !host.startsWith("-")
                        && !BAD_IN_HOST.matcher(host).find()
                        && !host.startsWith("["),
                show(host) + " is not a host name or address (IPv6 without brackets)");
        require(
                host.indexOf(':') < 0 || IPV6.matcher(host).matches(),
                show(host) + " is not a host name or address; its port is told apart (port, -p)");
        return host;
    }

    /** A bind address: a host, or {@code *} for all. */
    static String bind(String bind) {
        return bind.equals("*") ? bind : host(bind);
    }

    /** An account on the server. */
    static String user(String user) {
        require(
                !user.isEmpty()
                        && user.length() <= LONGEST_HOST
                        && !user.startsWith("-")
                        && !BAD_IN_USER.matcher(user).find(),
                show(user) + " is not an account name");
        return user;
    }

    /** A name that people read and type: 1-64 printable characters. */
    static String name(String name) {
        require(
                !name.isBlank()
                        && name.equals(name.strip())
                        && (name.length() <= LONGEST_NAME || isDestination(name))
                        && !name.startsWith("-")
                        && !BAD_IN_NAME.matcher(name).find(),
                show(name)
                        + " is not a name (1-64 printable characters, no blanks at the ends, no"
                        + " leading -)");
        return name;
    }

    /** A tunnel that was given like ssh's is called by where it leads, however long that is. */
    private static boolean isDestination(String name) {
        int at = name.lastIndexOf('@');
        String host = name.substring(at + 1);
        return at <= LONGEST_NAME
                && host.contains(".")
                && host.length() <= LONGEST_HOST
                && !BAD_IN_HOST.matcher(host).find();
    }

    /** A command line or another free text: bounded, no NUL, no line break. */
    static String line(String text) {
        require(
                text.length() <= 4_096 && text.chars().allMatch(c -> c >= ' ' || c == '\t'),
                show(text) + " is not one line of at most 4096 characters");
        return text;
    }

    /** A value as it may be printed: quoted, bounded, nothing that moves a terminal's cursor. */
    static String show(String value) {
        StringBuilder shown = new StringBuilder("\"");
        value.codePoints()
                .limit(60)
                .forEach(
                        c -> {
                            int type = Character.getType(c);
                            if (c == '"' || c == '\\') {
                                shown.append('\\').append((char) c);
                            } else if (Character.isISOControl(c)
                                    || type == Character.FORMAT
                                    || type == Character.SURROGATE
                                    || type == Character.LINE_SEPARATOR
                                    || type == Character.PARAGRAPH_SEPARATOR) {
                                shown.append(String.format("\\u%04x", c));
                            } else {
                                shown.appendCodePoint(c);
                            }
                        });
        return shown.append(value.codePointCount(0, value.length()) > 60 ? "\"…" : "\"").toString();
    }

    static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
