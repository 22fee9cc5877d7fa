package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.ask;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Bind;
import org.tunnelfun.desktop.engine.SshSession.Ended;
import org.tunnelfun.desktop.engine.SshSession.Identified;
import org.tunnelfun.desktop.engine.SshSession.SelfCheck;
import org.tunnelfun.desktop.engine.SshSession.ServerProcess;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

/** The two lines that {@code authorize} prints, on the machine's sshd. */
@Requires(Need.LINUX)
class LeastPrivilegeTest {

    private final List<SshSession> sessions = new ArrayList<>();
    private RealSshd sshd;
    private BannerTarget target;
    private TunnelConfig tunnel;

    @BeforeEach
    void start() throws IOException {
        sshd = RealSshd.stock();
        target = BannerTarget.start();
        tunnel = tunnel(FreePort.next());
    }

    @AfterEach
    void stop() throws IOException {
        sessions.forEach(SshSession::end);
        target.close();
        sshd.close();
    }

    @Test
    void withoutAShellTheTunnelIsProvenAndNothingElseIsAllowed() throws Exception {
        authorize(AuthorizedKeys.withoutShell(tunnel, publicKey()));
        SshSession session = session();
        provesItself(session);
        Bind other = ask(a -> session.bind(tunnel(FreePort.next()).forwards().get(0), LONG, a));
        assertFalse(other.granted());
        SelfCheck elsewhere = ask(a -> session.selfCheck(forward(sshd.port()), LONG, a));
        assertEquals(SshSession.Heard.FORBIDDEN, elsewhere.v4());
    }

    @Test
    void withTheForcedCommandALaterSessionEndsAnEarlierFrozenOne() throws Exception {
        force();
        SshSession first = session();
        provesItself(first);
        ServerProcess own = identify(first);
        assertEquals(sshd.session().pid(), own.pid());
        sshd.freeze(sshd.session());
        SshSession second = session();
        assertEquals(Ended.ENDED, end(second, own));
        assertEquals(Ended.GONE, end(second, own));
        assertEquals(Ended.NOT_OURS, end(second, identify(second)), "never this session itself");
    }

    @Test
    void theForcedCommandEndsNothingThatIsNotWhatTheRecordSays() throws Exception {
        force();
        SshSession victim = session();
        ServerProcess p = identify(victim);
        SshSession other = session();
        for (ServerProcess wrong :
                List.of(
                        new ServerProcess("x", p.pid(), p.startTime(), p.program(), p.account()),
                        new ServerProcess(p.bootId(), p.pid(), "1", p.program(), p.account()),
                        new ServerProcess(p.bootId(), p.pid(), p.startTime(), "x", p.account()),
                        new ServerProcess(p.bootId(), p.pid(), p.startTime(), p.program(), "x"),
                        master(p))) {
            assertNotEquals(Ended.ENDED, end(other, wrong), wrong::toString);
        }
        assertEquals(2, sshd.sessions().size());
        SshSession.Identified counted = ask(a -> other.identify(LONG, a));
        assertEquals(2, counted.sessions());
    }

    @Test
    void theForcedCommandRunsNoCommandHoweverItIsWritten() throws Exception {
        force();
        Path proof = sshd.folder().resolve("proof");
        for (String command :
                List.of(
                        "touch " + proof,
                        "exec sh -s tunnelfun own x; touch " + proof,
                        "exec sh -s tunnelfun own $(touch " + proof + ")",
                        "exec sh -s tunnelfun own x\ntouch " + proof,
                        "exec sh -s tunnelfun heartbeat `touch " + proof + "`",
                        "exec sh -s tunnelfun end x x 1 x x x",
                        "")) {
            List<String> ssh = sshd.ssh();
            if (!command.isEmpty()) {
                ssh.add(command);
            }
            Process process = new ProcessBuilder(ssh).redirectErrorStream(true).start();
            process.getOutputStream().write(("touch " + proof + "\n").getBytes());
            process.getOutputStream().close();
            process.getInputStream().readAllBytes();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertFalse(Files.exists(proof), command);
        }
    }

    @Test
    void theForcedCommandHasAHeartbeat() throws Exception {
        force();
        SshSession session = session();
        String line = ask(a -> session.heartbeat("touch /tmp/never", a, ended -> a.accept(ended)));
        assertTrue(line.contains("load average"), line);
    }

    private void provesItself(SshSession session) throws Exception {
        Forward forward = tunnel.forwards().get(0);
        Bind bind = ask(a -> session.bind(forward, LONG, a));
        assertTrue(bind.granted(), bind::reason);
        SelfCheck check = ask(a -> session.selfCheck(forward, LONG, a));
        assertEquals(SshSession.Heard.PROVEN, check.v4());
        assertEquals(SshSession.Heard.PROVEN, check.v6());
    }

    /** The sshd that listens, as a record that an attacker could make up. */
    private ServerProcess master(ServerProcess p) throws IOException {
        long pid = ProcessHandle.of(p.pid()).orElseThrow().parent().orElseThrow().pid();
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String start = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[19];
        String program = Files.readString(Path.of("/proc/" + pid + "/comm")).strip();
        return new ServerProcess(p.bootId(), pid, start, program, p.account());
    }

    private SshSession session() throws Exception {
        SshSession session = open(server(sshd));
        sessions.add(session);
        return session;
    }

    private static ServerProcess identify(SshSession session) throws Exception {
        Identified own = ask(a -> session.identify(LONG, a));
        assertEquals("", own.reason());
        return own.process();
    }

    private static Ended end(SshSession session, ServerProcess earlier) throws Exception {
        return ask(a -> session.endEarlier(earlier, LONG, a));
    }

    private void force() throws IOException {
        Path script = Files.writeString(sshd.folder().resolve("session"), AuthorizedKeys.script());
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        authorize(
                AuthorizedKeys.withForcedCommand(tunnel, publicKey())
                        .replace(AuthorizedKeys.SCRIPT_FILE, script.toString()));
    }

    private void authorize(String line) throws IOException {
        Files.writeString(sshd.authorizedKeys(), line + "\n");
    }

    private String publicKey() throws IOException {
        return Files.readString(
                sshd.identity().resolveSibling(sshd.identity().getFileName() + ".pub"));
    }

    private TunnelConfig tunnel(int port) {
        return new TunnelConfig(
                "nas",
                server(sshd),
                Optional.empty(),
                true,
                List.of(forward(port)),
                Retry.DEFAULTS,
                Staleness.DEFAULTS);
    }

    private Forward forward(int port) {
        return new Forward(
                new Forward.Remote("localhost", port),
                new Forward.Target("localhost", target.port()),
                Forward.Expect.SSH);
    }
}
