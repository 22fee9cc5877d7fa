package org.tunnelfun.desktop.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.TunnelArguments;
import org.tunnelfun.desktop.config.TunnelConfig;

/** The server's set-up steps for a tunnel, as {@code authorize} prints them. */
final class AuthorizeText {

    private AuthorizeText() {}

    /**
     * @param sharing other tunnels that the lines are for as well
     */
    static String of(
            TunnelConfig tunnel, List<String> sharing, String withoutShell, String forced) {
        String user = tunnel.server().user();
        return """
               %1$s

               (a) An account that can run nothing: forwards only. A port that a stale
                   session holds is freed by tunnelfun-reaper, or by sshd after a while.

               %10$s
               %5$s
               cat >> ~%2$s/.ssh/authorized_keys <<'END'
               %6$s
               END

               (b) The same with a forced command, so that this device also ends its own
                   earlier session and is back in seconds without a reaper.

               %11$s
               %5$s
               cat >> ~%2$s/.ssh/authorized_keys <<'END'
               %7$s
               END
               install -d -m 755 %8$s
               cat > %4$s <<'END'
               %9$sEND
               chown root:root %4$s && chmod 755 %4$s

               What sshd must allow (sshd -T shows what it does; these are its defaults):
                   AllowTcpForwarding yes
                   PubkeyAuthentication yes
               and what helps it to notice dead sessions by itself:
                   ClientAliveInterval 15
                   ClientAliveCountMax 3

               To prove that a command, another port and another target are refused:
                   tunnelfun doctor %3$s --prove
               To revoke the device: delete its line, then end its session, whose process
               this names:
                   %12$s
               """
                .formatted(
                        head(tunnel, sharing),
                        user,
                        TunnelArguments.of(tunnel),
                        AuthorizedKeys.SCRIPT_FILE,
                        folder(user),
                        withoutShell,
                        forced,
                        AuthorizedKeys.SCRIPT_FILE.replaceFirst("/[^/]*$", ""),
                        AuthorizedKeys.script(),
                        account(user, "/usr/sbin/nologin"),
                        account(user, "/bin/sh"),
                        holders(tunnel));
    }

    private static String head(TunnelConfig tunnel, List<String> sharing) {
        ServerConfig server = tunnel.server();
        String head =
                "Tunnel %s, account %s on %s. Choose one of the two lines. The commands are for root"
                        + " on the server. If authorized_keys has a line with this key already,"
                        + " replace it: sshd takes the first, and no other.";
        String also =
                sharing.isEmpty()
                        ? ""
                        : " So the lines are also for what has the same key: "
                                + sharing.stream()
                                        .map(ShellWord::of)
                                        .collect(Collectors.joining(", "));
        String told = head.formatted(tunnel.name(), server.user(), server.host()) + also;
        return String.join("\n", Lines80.wrap(told, 80));
    }

    private static String account(String user, String shell) {
        return user.equals("root")
                ? "# root can do everything; an account of the tunnel's own is safer"
                : "useradd --create-home --shell " + shell + " " + user;
    }

    /** By port: another device may have the same account. */
    private static String holders(TunnelConfig tunnel) {
        return tunnel.forwards().stream()
                .map(f -> "ss -Htlnp 'sport = :" + f.remote().port() + "'")
                .distinct()
                .collect(Collectors.joining("; "));
    }

    private static String folder(String user) {
        return "install -d -m 700 -o %1$s -g %1$s ~%1$s/.ssh".formatted(user);
    }
}
