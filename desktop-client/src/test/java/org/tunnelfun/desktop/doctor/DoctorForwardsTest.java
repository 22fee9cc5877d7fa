package org.tunnelfun.desktop.doctor;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

/** Seeded faults of the forward, its target and the reaper, each named right. */
@Requires(Need.LINUX)
@Timeout(300)
class DoctorForwardsTest {

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
    void aPortThatTheKeyMayNotListenOn() throws IOException {
        patient.authorize("restrict,port-forwarding,permitlisten=\"localhost:1\"");
        patient.hasProblem(
                "forward",
                "localhost:" + patient.port + " is not permitted",
                "permitlisten=\"localhost:" + patient.port);
    }

    @Test
    void aBindThatIsSpeltDifferently() throws IOException {
        patient.authorize(
                "restrict,port-forwarding,permitlisten=\"127.0.0.1:" + patient.port + "\"");
        patient.hasProblem(
                "forward", "but 127.0.0.1:" + patient.port + " is", "\"bind\": \"127.0.0.1\"");
    }

    @Test
    void aPortThatAnotherSessionHolds() throws Exception {
        RealSshd sshd = patient.sshd;
        int port = patient.port;
        String forward = "localhost:" + port + ":127.0.0.1:" + patient.target.port();
        Process holder = new ProcessBuilder(sshd.ssh("-N", "-R", forward)).start();
        patient.closing(holder::destroyForcibly);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Loopback.banner(port).startsWith("SSH-"));
        patient.hasProblem(
                "forward", "is in use: another session or program answers there", "ss -tlnp");
        sshd.freeze(sshd.session());
        patient.hasProblem(
                "forward",
                "held by a session that says nothing",
                "tunnelfun-reaper sweep --ports " + port);
    }

    @Test
    void halfABind() throws IOException {
        patient.closing(new ServerSocket(patient.port, 9, InetAddress.getByName("127.0.0.1")));
        patient.hasProblem(
                "self-check",
                "half a bind: another program has 127.0.0.1:" + patient.port,
                "ss -tlnp");
    }

    @Test
    void aServerThatForbidsForwarding() throws Exception {
        patient.close();
        patient = new Patient(RealSshd.with().option("AllowTcpForwarding", "no"));
        patient.hasProblem("forward", "AllowTcpForwarding no", "AllowTcpForwarding yes");
    }

    @Test
    void aSelfCheckThatIsForbidden() throws IOException {
        patient.authorize("restrict,port-forwarding,permitopen=\"127.0.0.1:1\"");
        patient.hasNote("self-check", "forbids", "permitopen=\"127.0.0.1:" + patient.port);
    }

    @Test
    void aTargetThatIsDownOrNotSsh() throws IOException {
        patient.target.down();
        patient.hasProblem("target", "nothing answers at localhost:", "systemctl start ssh");
        patient.target = patient.closing(BannerTarget.saying("HTTP/1.1 400 Bad Request"));
        patient.hasProblem("target", "is not SSH; it says HTTP/1.1 400", "\"expect\": \"any\"");
    }

    @Test
    void aReaperThatIsNotThere() {
        patient.asksTheReaperAt(FreePort.next());
        patient.hasProblem("reaper", "no reaper", "systemctl status tunnelfun-reaper");
    }
}
