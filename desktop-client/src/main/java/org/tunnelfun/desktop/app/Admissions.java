package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.nio.file.Path;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.PrivateFile;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.ui.Outside;

/** What a server needs to let a tunnel's key in, ready to be pasted into a shell. */
final class Admissions {

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
        String publicKey;
        try {
            publicKey = AuthorizedKeys.publicKey(key);
        } catch (IOException e) {
            throw new IOException(
                    "The public key %s cannot be read: %s"
                            .formatted(AuthorizedKeys.publicFile(key), PrivateFile.plain(e)),
                    e);
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
