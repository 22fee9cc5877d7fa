package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.config.Settings;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

/** Seeded faults, each named right with what mends it, on the machine's sshd. */
@Requires(Need.LINUX)
@Timeout(300)
class DoctorTest {

    private static final JschSsh SSH = new JschSsh();

    private final List<AutoCloseable> open = new ArrayList<>();
    private RealSshd sshd;
    private BannerTarget target;
    private int port;
    private ServerConfig server;

    @BeforeEach
    void start() throws IOException {
        sshd = RealSshd.stock();
        target = BannerTarget.start();
        port = FreePort.next();
        server = server(sshd.port(), sshd.knownHosts(), sshd.identity());
        open.add(sshd);
        open.add(target);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    @Test
    void aGoodSetUpGivesNoFalseAlarm() {
        List<Finding> findings = examine();
        assertEquals(List.of(), problems(findings), findings::toString);
        assertTrue(findings.stream().allMatch(f -> f.result() == Finding.Result.OK));
        assertTrue(text(findings).contains("proven end to end"), () -> text(findings));
    }

    @Test
    void aNameThatNobodyKnows() {
        server = ServerConfig.of("test", "no-such-host.invalid", 22, "x");
        names("name", "no-such-host.invalid has no address", "getent hosts");
    }

    @Test
    void aClosedPort() {
        server = server(FreePort.next(), sshd.knownHosts(), sshd.identity());
        names("connect", "refuses: nothing listens there", "systemctl status ssh");
    }

    @Test
    void aServerThatSaysNothing() throws IOException {
        ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        open.add(silent);
        server = server(silent.getLocalPort(), sshd.knownHosts(), sshd.identity());
        names("banner", "says nothing within 2 s", "restart");
    }

    @Test
    void aServerThatIsNotSsh() throws IOException {
        BannerTarget web = BannerTarget.saying("HTTP/1.1 400 Bad Request");
        open.add(web);
        server = server(web.port(), sshd.knownHosts(), sshd.identity());
        names("banner", "is not an SSH server; it says: HTTP/1.1 400", "servers.….port");
    }

    @Test
    void anUnknownAndAChangedHostKey() throws IOException {
        Path none = Files.createFile(sshd.folder().resolve("none"));
        server = server(sshd.port(), none, sshd.identity());
        names("host key", "", "ssh-keyscan");
        String mine = Files.readString(sshd.identity().resolveSibling("id.pub"));
        String[] words = mine.split(" ");
        Files.writeString(
                none, "[127.0.0.1]:%d %s %s%n".formatted(sshd.port(), words[0], words[1]));
        names("host key", "has changed", "ssh-keygen -R");
    }

    @Test
    void aKeyThatIsNotAuthorised() {
        server = server(sshd.port(), sshd.knownHosts(), sshd.hostKey());
        names("login", "refused every key", "tunnelfun authorize nas");
    }

    @Test
    void aKeyFileThatIsMissingOrEncrypted() throws Exception {
        server = server(sshd.port(), sshd.knownHosts(), sshd.folder().resolve("no-key"));
        names("key", "no-key", "");
        Path encrypted = sshd.folder().resolve("encrypted");
        Files.copy(sshd.identity(), encrypted);
        Files.setPosixFilePermissions(encrypted, PosixFilePermissions.fromString("rw-------"));
        new ProcessBuilder("ssh-keygen", "-q", "-p", "-N", "secret", "-f", encrypted.toString())
                .start()
                .waitFor();
        server = server(sshd.port(), sshd.knownHosts(), encrypted);
        List<Finding> problems = problems(examine());
        assertTrue(text(problems).contains("passphrase"), () -> text(problems));
    }

    @Test
    void aPortThatTheKeyMayNotListenOn() throws IOException {
        authorize("restrict,port-forwarding,permitlisten=\"localhost:1\"");
        names(
                "forward",
                "localhost:" + port + " is not permitted",
                "permitlisten=\"localhost:" + port);
    }

    @Test
    void aBindThatIsSpeltDifferently() throws IOException {
        authorize("restrict,port-forwarding,permitlisten=\"127.0.0.1:" + port + "\"");
        names("forward", "but 127.0.0.1:" + port + " is", "\"bind\": \"127.0.0.1\"");
    }

    @Test
    void aPortThatAnotherSessionHolds() throws Exception {
        Process holder =
                new ProcessBuilder(
                                sshd.ssh(
                                        "-N",
                                        "-R",
                                        "localhost:" + port + ":127.0.0.1:" + target.port()))
                        .start();
        open.add(holder::destroyForcibly);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(
                        () ->
                                org.tunnelfun.desktop.testing.Loopback.banner(port)
                                        .startsWith("SSH-"));
        names("forward", "is in use: another session or program answers there", "ss -tlnp");
        sshd.freeze(sshd.session());
        names("forward", "held by a session that says nothing", "tunnelfun-reaper");
    }

    @Test
    void halfABind() throws IOException {
        ServerSocket other = new ServerSocket(port, 9, InetAddress.getByName("127.0.0.1"));
        open.add(other);
        names("self-check", "half a bind: another program has 127.0.0.1:" + port, "ss -tlnp");
    }

    @Test
    void aServerThatForbidsForwarding() throws IOException {
        sshd.close();
        sshd = RealSshd.with().option("AllowTcpForwarding", "no").start();
        open.set(0, sshd);
        server = server(sshd.port(), sshd.knownHosts(), sshd.identity());
        names("forward", "AllowTcpForwarding no", "AllowTcpForwarding yes");
    }

    @Test
    void aSelfCheckThatIsForbidden() throws IOException {
        authorize("restrict,port-forwarding,permitopen=\"127.0.0.1:1\"");
        Finding finding =
                examine().stream()
                        .filter(f -> f.step().equals("self-check"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(Finding.Result.NOTE, finding.result());
        assertTrue(finding.text().contains("forbids"), finding::toString);
        assertTrue(finding.mend().contains("permitopen=\"127.0.0.1:" + port), finding::toString);
    }

    @Test
    void anAccountWithoutAShell() throws IOException {
        authorize("command=\"echo This account is not available.; exit 1\"");
        Finding finding =
                examine().stream().filter(f -> f.step().equals("shell")).findFirst().orElseThrow();
        assertEquals(Finding.Result.NOTE, finding.result());
        assertTrue(finding.text().contains("not available"), finding::toString);
    }

    @Test
    void aTargetThatIsDownOrNotSsh() throws IOException {
        target.down();
        names("target", "nothing answers at localhost:", "systemctl start ssh");
        BannerTarget web = BannerTarget.saying("HTTP/1.1 400 Bad Request");
        open.set(1, web);
        target = web;
        names("target", "is not SSH; it says HTTP/1.1 400", "\"expect\": \"any\"");
    }

    @Test
    void aReaperThatIsNotThere() {
        ServerConfig s = server;
        server =
                new ServerConfig(
                        s.name(),
                        s.host(),
                        s.port(),
                        s.hosts(),
                        s.user(),
                        s.identityFile(),
                        s.identityPassphraseCommand(),
                        s.useAgent(),
                        s.knownHostsFile(),
                        s.strictHostKeyChecking(),
                        s.legacyAlgorithms(),
                        s.proxyJump(),
                        s.proxy(),
                        s.proxyPasswordCommand(),
                        Optional.of(FreePort.next()));
        names("reaper", "no reaper", "tunnelfun-reaper");
    }

    @Test
    void theProofHoldsForTheLeastPrivilegeLineAndFailsForAPlainKey() throws IOException {
        assertEquals(3, problems(doctor().prove()).size());
        String key = Files.readString(sshd.identity().resolveSibling("id.pub"));
        Files.writeString(sshd.authorizedKeys(), AuthorizedKeys.withoutShell(tunnel(), key) + "\n");
        // What nologin does; the test's account has a shell.
        authorize(
                AuthorizedKeys.withoutShell(tunnel(), key).split(" ")[0]
                        + ",command=\"/bin/false\"");
        List<Finding> findings = doctor().prove();
        assertEquals(List.of(), problems(findings), findings::toString);
        assertEquals(3, findings.stream().filter(f -> f.step().equals("proof")).count());
    }

    private void names(String step, String text, String mend) {
        List<Finding> problems = problems(examine());
        assertFalse(problems.isEmpty(), "nothing found");
        Finding finding =
                problems.stream()
                        .filter(f -> f.step().equals(step))
                        .findFirst()
                        .orElse(problems.get(0));
        assertEquals(step, finding.step(), finding::toString);
        assertTrue(finding.text().contains(text), finding::toString);
        assertTrue(finding.mend().contains(mend), finding::toString);
    }

    private List<Finding> examine() {
        return doctor().examine();
    }

    private Doctor doctor() {
        return new Doctor(SSH, tunnel(), Doctor.Holder.NOBODY, f -> {});
    }

    private TunnelConfig tunnel() {
        Forward forward =
                new Forward(
                        new Forward.Remote("localhost", port),
                        new Forward.Target("localhost", target.port()),
                        Forward.Expect.SSH);
        return new TunnelConfig(
                "nas",
                server,
                Optional.empty(),
                true,
                List.of(forward),
                Settings.retry(Map.of("connectTimeout", 2L)),
                Settings.staleness(Map.of()));
    }

    private ServerConfig server(int serverPort, Path knownHosts, Path identity) {
        return ServerConfig.of("test", "127.0.0.1", serverPort, sshd.user())
                .withIdentityFile(identity)
                .withKnownHosts(knownHosts, StrictHostKeyChecking.YES);
    }

    private void authorize(String options) throws IOException {
        String key = Files.readString(sshd.identity().resolveSibling("id.pub"));
        Files.writeString(sshd.authorizedKeys(), options + " " + key);
    }

    private static List<Finding> problems(List<Finding> findings) {
        return findings.stream().filter(f -> f.result() == Finding.Result.PROBLEM).toList();
    }

    private static String text(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }
}
