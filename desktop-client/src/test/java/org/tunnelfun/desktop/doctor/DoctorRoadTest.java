package org.tunnelfun.desktop.doctor;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** The way to a server of several addresses, and a way that is bad. */
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
    void addressesThatDoNotAnswerAreNoProblemWhereAnotherOneDoes() {
        patient.servesAlso(
                List.of(
                        new HostPort("no-such-host.invalid", 22),
                        new HostPort("127.0.0.1", FreePort.next())));
        patient.hasNote("name", "another address of the server answers", "getent hosts");
        patient.hasNote("connect", "refuses: nothing listens there; another", "systemctl");
    }

    @Test
    void aPathThatLosesBigPacketsStallsAfterTheFirstOfTheKeyExchange() throws IOException {
        patient.meet(patient.closing(new LossyRelay(patient.sshd.port())).port());
        patient.retry.put("loginTimeout", 3L);
        patient.hasProblem(
                "key exchange",
                "stalled in the key exchange and was given up after 3 s",
                "ip link set dev INTERFACE mtu 1280");
    }
}
