package org.tunnelfun.desktop.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.doctor.Finding.Result;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealAgent;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.SshdConfig;
import org.tunnelfun.desktop.testing.Tools;

/** What people get wrong, what the doctor should say of it, and what should mend it. */
enum Fault {
    NAME_UNKNOWN(
            "name",
            "no-such-host.invalid has no address",
            "getent hosts no-such-host.invalid",
            p -> p.server = ServerConfig.of("test", "no-such-host.invalid", 22, "x")),
    PORT_CLOSED(
            "connect",
            "refuses: nothing listens there",
            "systemctl status ssh",
            p -> p.meet(FreePort.next())),
    PORT_FILTERED(
            "connect",
            "does not answer within 2 s",
            "nft list ruleset",
            p -> p.meet(p.closing(new FullListener()).port())),
    SERVER_SILENT(
            "banner",
            "says nothing within 2 s",
            "systemctl restart ssh",
            p -> {
                ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                p.meet(p.closing(silent).getLocalPort());
            }),
    NOT_AN_SSH_SERVER(
            "banner",
            "is not an SSH server; it says: HTTP/1.1 400",
            "servers.….port",
            p -> p.meet(p.closing(BannerTarget.saying("HTTP/1.1 400 Bad Request")).port())),
    HOST_KEY_UNKNOWN(
            "host key",
            "is not known",
            "ssh-keyscan -p {server} 127.0.0.1 >> {folder}/known",
            p -> p.knows("")),
    HOST_KEY_CHANGED(
            "host key",
            "has changed",
            "ssh-keygen -R '[127.0.0.1]:{server}'",
            p -> {
                String[] another = p.publicKey().split(" ");
                String name = "[127.0.0.1]:" + p.sshd.port();
                p.knows("%s %s %s%n".formatted(name, another[0], another[1]));
            }),
    KEY_NOT_AUTHORISED(
            "login",
            "refused every key of {user}@127.0.0.1:{server}: {folder}/host_key (SHA256:",
            "tunnelfun authorize nas",
            p -> p.logInWith(p.sshd.hostKey())),
    ACCOUNT_WRONG(
            "login",
            "refused every key of no-such-account@127.0.0.1",
            "getent passwd no-such-account",
            p ->
                    p.server =
                            ServerConfig.of("test", "127.0.0.1", p.sshd.port(), "no-such-account")
                                    .withIdentityFile(p.sshd.identity())
                                    .withKnownHosts(
                                            p.sshd.knownHosts(), StrictHostKeyChecking.YES)),
    KEY_UNREADABLE(
            "key",
            "key file cannot be read by user {me} ({key})",
            "ls -l {key}",
            p -> {
                mode("---------", p.sshd.identity());
                // Root reads everything, unless it has given that up.
                String setpriv = Tools.program("setpriv", "ssh").toString();
                String less = "--bounding-set=-dac_override,-dac_read_search";
                p.asProcess(Need.ROOT.met() ? List.of(setpriv, less) : List.of(), Map.of());
            }),
    KEY_OPEN_TO_OTHERS(
            "key",
            "can be read by others",
            "chmod 600 {key}",
            p -> mode("rw-r-----", p.sshd.identity())),
    KEY_ENCRYPTED(
            "key",
            "needs a passphrase",
            "ssh-add {folder}/encrypted",
            p -> {
                Path encrypted = p.sshd.folder().resolve("encrypted");
                Files.copy(p.sshd.identity(), encrypted);
                mode("rw-------", encrypted);
                Tools.run(List.of("ssh-keygen", "-q", "-p", "-N", "secret", "-f", "" + encrypted));
                p.logInWith(encrypted);
            }),
    AGENT_EMPTY(
            "key",
            "the ssh-agent holds no key",
            "ssh-add FILE",
            p -> {
                RealAgent agent = p.closing(new RealAgent(p.sshd.folder()));
                p.server =
                        ServerConfig.of("test", "127.0.0.1", p.sshd.port(), p.sshd.user())
                                .withKnownHosts(p.sshd.knownHosts(), StrictHostKeyChecking.YES);
                p.asProcess(List.of(), Map.of("SSH_AUTH_SOCK", "" + agent.socket()));
            }),
    FORWARD_NOT_PERMITTED(
            "forward",
            "localhost:{port} is not permitted",
            "permitlisten=\"localhost:{port}\"",
            p -> p.authorize("restrict,port-forwarding,permitlisten=\"localhost:1\"")),
    BIND_SPELT_DIFFERENTLY(
            "forward",
            "but 127.0.0.1:{port} is",
            "\"bind\": \"127.0.0.1\"",
            p -> {
                String allowed = "127.0.0.1:" + p.port;
                p.authorize("restrict,port-forwarding,permitlisten=\"" + allowed + "\"");
            }),
    PORT_HELD(
            "forward",
            "is in use: another session or program answers there",
            "ss -tlnp 'sport = :{port}'",
            p -> p.heldByAnotherSession()),
    HALF_BIND(
            "self-check",
            "half a bind: another program has 127.0.0.1:{port}",
            "ss -tlnp 'sport = :{port}'",
            p -> p.closing(new ServerSocket(p.port, 9, InetAddress.getByName("127.0.0.1")))),
    GATEWAY_PORTS(
            "self-check",
            "granted port {port}, but does not listen at 127.0.0.9:{port}",
            "GatewayPorts clientspecified",
            p -> p.bind = "127.0.0.9"),
    WHERE_IT_LISTENS(
            Result.NOTE,
            "forward",
            "GatewayPorts decides whether other machines reach it",
            "ss -tln 'sport = :{port}'",
            p -> p.bind = "*"),
    FORWARDING_FORBIDDEN(
            "forward", "AllowTcpForwarding no", "set AllowTcpForwarding yes", p -> {}) {
        @Override
        SshdConfig server() {
            return RealSshd.with().option("AllowTcpForwarding", "no");
        }
    },
    SELF_CHECK_FORBIDDEN(
            Result.NOTE,
            "self-check",
            "the server forbids it",
            "permitopen=\"127.0.0.1:{port}\"",
            p -> p.authorize("restrict,port-forwarding,permitopen=\"127.0.0.1:1\"")),
    NO_SHELL(
            Result.NOTE,
            "shell",
            "not available",
            "tunnelfun authorize nas",
            // What nologin says and does.
            p -> p.authorize("command=\"echo This account is not available.; exit 1\"")),
    TARGET_DOWN(
            "target",
            "nothing answers at localhost:{target}",
            "systemctl start ssh",
            p -> p.target.down()),
    TARGET_NOT_SSH(
            "target",
            "is not SSH; it says HTTP/1.1 400",
            "\"expect\": \"any\"",
            p -> p.target = p.closing(BannerTarget.saying("HTTP/1.1 400 Bad Request"))),
    REAPER_UNREACHABLE(
            "reaper",
            "no reaper",
            "systemctl status tunnelfun-reaper",
            p -> p.server = p.server.withReaperPort(FreePort.next()));

    final Result result;
    final String step;
    final String words;
    final String mend;
    final Seed seed;

    /** Spoils a tunnel that is well. */
    interface Seed {
        void in(Patient patient) throws Exception;
    }

    Fault(String step, String words, String mend, Seed seed) {
        this(Result.PROBLEM, step, words, mend, seed);
    }

    Fault(Result result, String step, String words, String mend, Seed seed) {
        this.result = result;
        this.step = step;
        this.words = words;
        this.mend = mend;
        this.seed = seed;
    }

    /** The sshd to begin with. */
    SshdConfig server() {
        return RealSshd.with();
    }

    private static void mode(String mode, Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
