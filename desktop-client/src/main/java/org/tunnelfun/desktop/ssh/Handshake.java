package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.TunnelSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.Time;

/**
 * Host key and login over a connection that stands: to the server itself, or to a host on the way.
 * Blocks its thread until somebody cuts the wire; limits are the caller's.
 */
final class Handshake {

    /** Its packets are the first big ones; the banner's were small enough for any path. */
    private static final String SMALL_PACKETS =
            "If this happens every time, the path may lose big packets. Try a smaller MTU:\n"
                    + "  ip link set dev INTERFACE mtu 1280";

    private final ServerConfig server;
    private final String user;
    private final HostPort host;
    private final List<HostPort> aliases;
    private final Wire wire;
    private final Identities keys;
    private final Means means;
    private final LoginQuestions questions;
    private volatile HostKeys hostKeys;
    private volatile boolean hasKeys;

    /**
     * @param server whose settings hold, for hosts on the way too
     * @param user account to log in to
     * @param host where the wire leads
     * @param aliases other addresses of the same server, whose known keys are good as well
     */
    Handshake(
            ServerConfig server,
            String user,
            HostPort host,
            List<HostPort> aliases,
            Wire wire,
            Identities keys,
            Means means) {
        this.server = server;
        this.user = user;
        this.host = host;
        this.aliases = aliases;
        this.wire = wire;
        this.keys = keys;
        this.means = means;
        this.questions = new LoginQuestions(means.secrets, account());
    }

    /**
     * @param ended told once, on JSch's thread, why nothing more is read
     */
    TunnelSession run(String name, Consumer<Exception> ended) throws LoginException, JSchException {
        Keys.addOthers(keys, server);
        hasKeys = true;
        hostKeys =
                new HostKeys(
                        host,
                        aliases,
                        knownHosts(server),
                        server.strictHostKeyChecking(),
                        means.hostKeys,
                        server.legacyAlgorithms());
        JSch jsch = new JSch();
        jsch.setIdentityRepository(keys);
        jsch.setHostKeyRepository(hostKeys);
        TunnelSession ssh = new TunnelSession(jsch, user, host.host(), host.port(), ended);
        boolean somebodyThere = means.secrets.anybody();
        Algorithms.configure(ssh, hostKeys, server.legacyAlgorithms(), somebodyThere);
        ssh.setUserInfo(questions);
        ssh.setSocketFactory(new Connected(wire));
        ssh.setThreadFactory(Threads.named("session " + name));
        ssh.setDaemonThread(true);
        ssh.connect(0);
        hostKeys.acceptedByAuthority();
        return ssh;
    }

    /** Fingerprint of the host key that was accepted. */
    String hostKey() {
        return hostKeys.accepted();
    }

    /** How far {@link #run} came. */
    Ssh.Leg leg() {
        if (hostKeys == null) {
            return hasKeys ? Ssh.Leg.KNOWN_HOSTS : Ssh.Leg.KEY;
        }
        if (wire.banner().isEmpty()) {
            return Ssh.Leg.BANNER;
        }
        return hostKeys.accepted().isEmpty() ? Ssh.Leg.KEY_EXCHANGE : Ssh.Leg.LOGIN;
    }

    boolean asking() {
        return questions.asking();
    }

    /** Why {@link #run} failed with this. */
    Failure failure(Throwable problem) {
        Optional<Failure> refused = hostKeys == null ? Optional.empty() : hostKeys.problem();
        return Failures.ofLogin(
                problem,
                wire,
                new Progress(
                        account(),
                        wire.banner(),
                        refused,
                        keys.tried(),
                        keys.notes(),
                        UserCertificate.problems(
                                keys.getIdentities(), user, Time.system().wall())));
    }

    /** What there is to say when the time is up. */
    Failure tooLate(long seconds) {
        String head = wire.head();
        if (wire.banner().isEmpty()) {
            return Failure.of(
                    Failure.Kind.OVERLOADED,
                    "%s accepted the connection and sent no SSH banner within %d s%s"
                            .formatted(host, seconds, head.isEmpty() ? "" : "; it says: " + head));
        }
        boolean keysExchanged = hostKeys != null && !hostKeys.accepted().isEmpty();
        return new Failure(
                Failure.Kind.OVERLOADED,
                "the login to %s stalled in the %s and was given up after %d s"
                        .formatted(
                                host, keysExchanged ? "authentication" : "key exchange", seconds),
                keysExchanged ? "" : SMALL_PACKETS);
    }

    private String account() {
        return user + "@" + host;
    }

    private static KnownHosts knownHosts(ServerConfig server) throws LoginException {
        try {
            return KnownHosts.read(server.knownHostsFile());
        } catch (IOException e) {
            throw new LoginException(
                    new Failure(
                            Failure.Kind.CONFIG,
                            "known_hosts file %s cannot be read: %s"
                                    .formatted(server.knownHostsFile(), Failures.reason(e)),
                            "  ls -l " + ShellWord.of(server.knownHostsFile())));
        }
    }
}
