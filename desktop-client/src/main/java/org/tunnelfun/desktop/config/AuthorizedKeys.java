package org.tunnelfun.desktop.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lines of {@code authorized_keys} that give a device's key what its tunnel needs and nothing
 * more (sshd(8), AUTHORIZED_KEYS FILE FORMAT).
 */
public final class AuthorizedKeys {

    /** Where the forced command lies on the server; owned by root. */
    public static final String SCRIPT_FILE = "/usr/local/lib/tunnelfun/session";

    /** With a comment of a few words; nothing in it moves a cursor or begins another line. */
    private static final String PUBLIC_KEY = "[a-z0-9@.-]+ [A-Za-z0-9+/=]+( \\P{C}{0,200})?";

    /** The longest RSA keys take a part of it. */
    private static final int LONGEST_KEY = 64 * 1024;

    private AuthorizedKeys() {}

    /**
     * The public half of a key, from the file beside it: one line, in which quotes may stand.
     *
     * @param key the private key's file
     * @throws IOException if it cannot be read or is none
     */
    public static String publicKey(Path key) throws IOException {
        String text = OrdinaryFile.text(publicFile(key), LONGEST_KEY).strip();
        if (!text.matches(PUBLIC_KEY)) {
            throw new IOException("it is not a public key");
        }
        return text;
    }

    /** Where the public half of a key lies. */
    public static Path publicFile(Path key) {
        return key.resolveSibling(key.getFileName() + ".pub");
    }

    /**
     * For an account without a shell: the key can forward and nothing else. A stale session's port
     * is taken back by the reaper or by sshd's own ClientAlive.
     *
     * @param publicKey {@code ssh-ed25519 AAAA… comment}
     */
    public static String withoutShell(TunnelConfig tunnel, String publicKey) {
        return String.join(",", options(tunnel)) + " " + publicKey.strip();
    }

    /**
     * The same with a forced command: the client can see and end its own earlier session, and hear
     * a heartbeat. {@code exec} makes the script a child of the session itself, whose process it
     * tells.
     */
    public static String withForcedCommand(TunnelConfig tunnel, String publicKey) {
        List<String> options = options(tunnel);
        options.add("command=\"exec " + SCRIPT_FILE + "\"");
        return String.join(",", options) + " " + publicKey.strip();
    }

    /** The forced command, to be saved as {@link #SCRIPT_FILE}. */
    public static String script() {
        try (InputStream in = AuthorizedKeys.class.getResourceAsStream("session.sh")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** sshd compares the addresses as text, so both loopbacks of a port are named. */
    private static List<String> options(TunnelConfig tunnel) {
        List<String> options = new ArrayList<>(List.of("restrict", "port-forwarding"));
        for (Forward forward : tunnel.forwards()) {
            options.add("permitlisten=\"" + listen(forward.remote()) + "\"");
        }
        for (String port :
                tunnel.forwards().stream()
                        .map(f -> port(f.remote()))
                        .collect(Collectors.toCollection(java.util.LinkedHashSet::new))) {
            options.add("permitopen=\"127.0.0.1:" + port + "\"");
            options.add("permitopen=\"[::1]:" + port + "\"");
        }
        tunnel.server()
                .reaperPort()
                .ifPresent(port -> options.add("permitopen=\"127.0.0.1:" + port + "\""));
        return options;
    }

    private static String listen(Forward.Remote remote) {
        String bind = remote.bind().contains(":") ? "[" + remote.bind() + "]" : remote.bind();
        return bind + ":" + port(remote);
    }

    /** A port that the server chooses may be any. */
    private static String port(Forward.Remote remote) {
        return remote.port() == 0 ? "*" : "" + remote.port();
    }
}
