package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** Seeded faults on the way to the server, each named right with what mends it. */
@Requires(Need.LINUX)
@Timeout(300)
class DoctorRoadTest {

    private Patient patient;

    @BeforeEach
    void start() throws IOException {
        patient = new Patient();
    }

    @AfterEach
    void stop() throws IOException {
        patient.close();
    }

    @Test
    void aGoodSetUpGivesNoFalseAlarm() {
        List<Finding> findings = patient.examine();
        assertTrue(
                findings.stream().allMatch(f -> f.result() == Finding.Result.OK),
                () -> Patient.text(findings));
        assertEquals(
                List.of(
                        "name",
                        "connect",
                        "banner",
                        "host key",
                        "login",
                        "shell",
                        "heartbeat",
                        "clock",
                        "target",
                        "forward",
                        "self-check"),
                findings.stream().map(Finding::step).toList());
        assertTrue(Patient.text(findings).contains("proven end to end"));
    }

    @Test
    void aNameThatNobodyKnows() {
        patient.server = ServerConfig.of("test", "no-such-host.invalid", 22, "x");
        patient.hasProblem(
                "name", "no-such-host.invalid has no address", "getent hosts no-such-host.invalid");
    }

    @Test
    void aClosedPort() {
        meet(FreePort.next());
        patient.hasProblem("connect", "refuses: nothing listens there", "systemctl status ssh");
    }

    @Test
    void aPortThatAFirewallFilters() throws IOException {
        meet(patient.closing(new FullListener()).port());
        patient.hasProblem("connect", "does not answer within 2 s", "nft list ruleset");
    }

    @Test
    void addressesThatDoNotAnswerAreNoProblemWhereAnotherOneDoes() {
        patient.servesAlso(
                List.of(
                        new HostPort("no-such-host.invalid", 22),
                        new HostPort("127.0.0.1", FreePort.next())));
        patient.hasNote("name", "another address of the server answers", "getent hosts");
        patient.hasNote("connect", "refuses: nothing listens there; another", "systemctl");
    }

    @Test
    void aServerThatSaysNothing() throws IOException {
        ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
        meet(patient.closing(silent).getLocalPort());
        patient.hasProblem("banner", "says nothing within 2 s", "systemctl restart ssh");
    }

    @Test
    void aServerThatIsNotSsh() throws IOException {
        meet(patient.closing(BannerTarget.saying("HTTP/1.1 400 Bad Request")).port());
        patient.hasProblem(
                "banner", "is not an SSH server; it says: HTTP/1.1 400", "servers.….port");
    }

    @Test
    void aPathThatLosesBigPacketsStallsAfterTheFirstOfTheKeyExchange() throws IOException {
        meet(patient.closing(new LossyRelay(patient.sshd.port())).port());
        patient.retry.put("loginTimeout", 3L);
        patient.hasProblem(
                "key exchange",
                "stalled in the key exchange and was given up after 3 s",
                "ip link set dev INTERFACE mtu 1280");
    }

    @Test
    void anUnknownAndAChangedHostKey() throws IOException {
        Path known = Files.createFile(patient.sshd.folder().resolve("none"));
        int port = patient.sshd.port();
        patient.server = patient.server(port, known, patient.sshd.identity());
        patient.hasProblem("host key", "is not known", "ssh-keyscan");
        String[] mine = patient.publicKey().split(" ");
        Files.writeString(known, "[127.0.0.1]:%d %s %s%n".formatted(port, mine[0], mine[1]));
        patient.hasProblem("host key", "has changed", "ssh-keygen -R");
    }

    private void meet(int port) {
        patient.server = patient.server(port, patient.sshd.knownHosts(), patient.sshd.identity());
    }
}
