package org.tunnelfun.desktop.ssh;

/**
 * Where on the server a bind can be reached. Addresses, never the name {@code localhost}: after
 * half a bind it leads to the other half.
 *
 * @param v4 an IPv4 address, or null if the bind has none
 * @param v6 an IPv6 address, or null if the bind has none
 */
record Loopbacks(String v4, String v6) {

    private static final Loopbacks BOTH = new Loopbacks("127.0.0.1", "::1");

    /** By the bind address, as ssh(1) and sshd(8) understand it. */
    static Loopbacks of(String bind) {
        return switch (bind) {
            case "", "*", "localhost" -> BOTH;
            case "0.0.0.0" -> new Loopbacks("127.0.0.1", null);
            case "::" -> new Loopbacks(null, "::1");
            default -> other(bind);
        };
    }

    private static Loopbacks other(String bind) {
        if (bind.indexOf(':') >= 0) {
            return new Loopbacks(null, bind);
        }
        // A name of the server's: which addresses it has, only the server knows.
        return bind.matches("[0-9.]+") ? new Loopbacks(bind, null) : BOTH;
    }
}
