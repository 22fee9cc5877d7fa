package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.ui.Outside;

/** What a server needs to let a tunnel's key in, ready to be pasted into a shell. */
final class Admissions {

    /** What ssh-keygen writes; anything else does not belong into a command line. */
    private static final String PUBLIC_KEY = "[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [\\x20-\\x7e]{0,200})?";

    private Admissions() {}

    /**
     * For the key that the tunnel's server names.
     *
     * @throws IOException if its public half cannot be read; the message is for people
     */
    static Outside.Admission of(TunnelConfig tunnel) throws IOException {
        Path key =
                tunnel.server()
                        .identityFile()
                        .orElseThrow(() -> new IOException("Choose or make a key first"));
        Path file = key.resolveSibling(key.getFileName() + ".pub");
        String publicKey;
        try {
            publicKey = Files.readString(file).strip();
        } catch (IOException e) {
            throw new IOException("The public key cannot be read: " + file, e);
        }
        if (!publicKey.matches(PUBLIC_KEY)) {
            throw new IOException("This is not a public key: " + file);
        }
        String line = AuthorizedKeys.withoutShell(tunnel, publicKey);
        return new Outside.Admission(
                line, append(tunnel.server(), line), account(tunnel.server(), line));
    }

    private static String append(ServerConfig server, String line) {
        String port = server.port() == 22 ? "" : "-p " + server.port() + " ";
        return "printf '%s\\n' "
                + quoted(line)
                + " | ssh "
                + port
                + server.user()
                + "@"
                + server.host()
                + " 'umask 077; mkdir -p ~/.ssh; cat >> ~/.ssh/authorized_keys'";
    }

    private static String account(ServerConfig server, String line) {
        String user = server.user();
        String make =
                user.equals("root")
                        ? ""
                        : "useradd --create-home --shell /usr/sbin/nologin " + user + "\n";
        return make
                + "install -d -m 700 -o %1$s -g %1$s ~%1$s/.ssh\n".formatted(user)
                + "printf '%s\\n' "
                + quoted(line)
                + " >> ~"
                + user
                + "/.ssh/authorized_keys";
    }

    /** One word of a POSIX shell. */
    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
