package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.config.Destination;
import org.tunnelfun.desktop.config.Proxy;
import org.tunnelfun.desktop.testing.FakeProxy;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

/** Faults of proxies and jump hosts, real sshds both: the host where the way ends is named. */
@Requires(Need.LINUX)
@Timeout(300)
class DoctorWayTest {

    private Patient patient;
    private RealSshd hop;

    @BeforeEach
    void start() throws IOException {
        patient = new Patient();
        hop = patient.hop();
    }

    @AfterEach
    void stop() throws IOException {
        patient.close();
    }

    @Test
    void eachHostOfTheWayIsLoggedInToInTurn() throws IOException {
        patient.over(hop, hop);
        List<Finding> findings = patient.examine();
        assertEquals(List.of(), Patient.problems(findings), () -> Patient.text(findings));
        assertEquals(
                "name jump, connect jump, banner, host key jump, login jump,"
                        + " connect jump, banner jump, host key jump, login jump,"
                        + " connect, banner, host key, login, shell, heartbeat, clock,"
                        + " target, forward, self-check",
                findings.stream()
                        .map(f -> f.step() + (f.text().startsWith("jump host ") ? " jump" : ""))
                        .collect(Collectors.joining(", ")),
                () -> Patient.text(findings));
    }

    @Test
    void aJumpHostWhoseNameNobodyKnows() {
        jump("no-such-jump.invalid");
        patient.hasProblem(
                "name", "jump host no-such-jump.invalid has no address", "servers.….proxyJump");
    }

    @Test
    void aJumpHostThatIsDown() {
        jump("127.0.0.1:" + FreePort.next());
        patient.hasProblem("connect", "jump host 127.0.0.1 port", "systemctl status ssh");
    }

    @Test
    void aJumpHostWhoseKeyIsNotKnown() throws IOException {
        patient.over(hop);
        patient.server =
                patient.server.withKnownHosts(
                        patient.sshd.knownHosts(), patient.server.strictHostKeyChecking());
        patient.hasProblem(
                "host key",
                "jump host 127.0.0.1:" + hop.port() + ": the host key of [127.0.0.1]:",
                "ssh-keyscan -p " + hop.port());
    }

    @Test
    void aJumpHostThatDoesNotLetUsInAndTheLineThatDoes() throws IOException {
        patient.over(hop);
        Files.writeString(hop.authorizedKeys(), "");
        String line =
                "restrict,port-forwarding,permitopen=\"127.0.0.1:" + patient.sshd.port() + "\"";
        patient.hasProblem("login", "jump host 127.0.0.1:" + hop.port() + ": the server", line);
        Files.writeString(hop.authorizedKeys(), line + " " + patient.publicKey());
        assertEquals(List.of(), Patient.problems(patient.examine()));
    }

    @Test
    void aJumpHostThatDoesNotLeadOn() throws IOException {
        patient.over(hop);
        Files.writeString(
                hop.authorizedKeys(),
                "restrict,port-forwarding,permitopen=\"127.0.0.1:1\" " + patient.publicKey());
        patient.hasProblem(
                "connect",
                "the jump host does not reach 127.0.0.1:" + patient.sshd.port() + ": not allowed",
                "nc -vz 127.0.0.1 " + patient.sshd.port());
    }

    @Test
    void aServerBehindAJumpHostThatSaysNothing() throws IOException {
        patient.meet(
                patient.closing(new ServerSocket(0, 9, InetAddress.getLoopbackAddress()))
                        .getLocalPort());
        patient.over(hop);
        patient.retry.put("loginTimeout", 3L);
        patient.hasProblem("banner", "sent no SSH banner within 3 s", "systemctl restart ssh");
    }

    @Test
    void aProxyThatIsDown() {
        proxy("http://127.0.0.1:" + FreePort.next());
        patient.hasProblem("connect", "proxy 127.0.0.1 port", "servers.….proxy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "socks5"})
    void aProxyThatWantsCredentials(String kind) throws IOException {
        FakeProxy proxy = patient.closing(new FakeProxy("anna", "secret"));
        proxy(kind + "://127.0.0.1:" + proxy.port());
        patient.hasProblem("proxy", "wants a name and a password", "proxyPasswordCommand");
        proxy(kind + "://anna@127.0.0.1:" + proxy.port());
        patient.hasProblem("proxy", "refuses our name or password", "TUNNELFUN_PROXY_PASSWORD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http, 403 Forbidden", "socks5, not allowed"})
    void aProxyThatDoesNotLeadToTheServer(String row) throws IOException {
        String[] words = row.split(", ");
        FakeProxy proxy = patient.closing(new FakeProxy("", "").denying());
        proxy(words[0] + "://127.0.0.1:" + proxy.port());
        patient.hasProblem("proxy", words[1], "telnet://127.0.0.1:" + patient.sshd.port());
    }

    @Test
    void aKnownHostsFileThatIsNone() throws IOException {
        patient.server =
                patient.server.withKnownHosts(
                        patient.sshd.folder(), patient.server.strictHostKeyChecking());
        patient.hasProblem("host key", "known_hosts file", "ls -l " + patient.sshd.folder());
    }

    @Test
    void aServerWithNoAlgorithmInCommon() throws IOException {
        patient.close();
        patient = new Patient(RealSshd.with().option("Ciphers", "3des-cbc"));
        patient.hasProblem("key exchange", "no common cipher", "\"legacyAlgorithms\": true");
    }

    private void jump(String host) {
        patient.server = patient.server.withWay(List.of(Destination.parse(host)), Optional.empty());
    }

    private void proxy(String address) {
        patient.server = patient.server.withWay(List.of(), Optional.of(Proxy.parse(address)));
    }
}
