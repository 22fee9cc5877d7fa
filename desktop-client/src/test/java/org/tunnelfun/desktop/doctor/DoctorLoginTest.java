package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** Findings beside the table's: keys, shells, clocks, stale sessions; and the proof. */
@Requires(Need.LINUX)
@Timeout(300)
class DoctorLoginTest {

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
    void aKeyFileThatIsMissing() {
        patient.logInWith(patient.sshd.folder().resolve("no-key"));
        patient.hasProblem("key", "key file does not exist (", "tunnelfun keygen nas");
    }

    @Test
    void aPortThatAStaleSessionHolds() throws Exception {
        patient.sshd.freeze(patient.heldByAnotherSession());
        patient.hasProblem(
                "forward",
                "held by a session that says nothing",
                "tunnelfun-reaper sweep --ports " + patient.port);
    }

    @Test
    void aHeartbeatThatDoesNotBeat() {
        patient.staleness.put("heartbeatCommand", "no-such-program");
        patient.hasProblem(
                "heartbeat", "ended with status 127; it says", "staleness.heartbeatCommand");
        patient.staleness.put("heartbeatCommand", "sleep 60");
        patient.staleness.put("heartbeatStaleAfter", 2L);
        patient.hasProblem("heartbeat", "says nothing within 2 s", "'sleep 60'");
    }

    @Test
    void clocksThatDiffer() throws IOException {
        Path date = patient.sshd.folder().resolve("date");
        Files.writeString(date, "#!/bin/sh\necho $(($(/bin/date +%s) - 7300))\n");
        mode("rwxr-xr-x", date);
        patient.authorize(
                "command=\"PATH=%s:$PATH; export PATH; exec sh -c \\\"$SSH_ORIGINAL_COMMAND\\\"\""
                        .formatted(patient.sshd.folder()));
        patient.hasNote(
                "clock",
                "the server's clock is 2 h behind this device's",
                "timedatectl set-ntp true");
    }

    @Test
    void aSessionThatEndsFailsTheQuestionsThatWaitAndNothingElseIsBlamed() throws IOException {
        // Whoever asks the shell something loses the session instead.
        patient.authorize("command=\"kill -9 $PPID\"");
        Map<String, Long> told = new LinkedHashMap<>();
        Doctor doctor =
                new Doctor(
                        new JschSsh(),
                        patient.tunnel(),
                        Doctor.Holder.NOBODY,
                        finding -> told.put(finding.step(), System.nanoTime()));
        List<Finding> findings = doctor.examine();
        assertEquals(
                "name, connect, banner, host key, login, session, target",
                String.join(", ", told.keySet()),
                () -> Patient.text(findings));
        assertTrue(
                Patient.text(findings).contains("it ended before all was tried: the "),
                () -> Patient.text(findings));
        Duration waited = Duration.ofNanos(told.get("session") - told.get("login"));
        assertTrue(waited.compareTo(Doctor.LIMIT) < 0, "waited for an answer: " + waited);
        assertEquals(
                List.of("session"),
                Patient.problems(patient.doctor().prove()).stream().map(Finding::step).toList());
    }

    @Test
    void theProofHoldsForTheLeastPrivilegeLineAndFailsForAPlainKey() throws IOException {
        assertEquals(3, Patient.problems(patient.doctor().prove()).size());
        // What nologin does; the test's account has a shell.
        patient.authorize(
                AuthorizedKeys.withoutShell(patient.tunnel(), patient.publicKey()).split(" ")[0]
                        + ",command=\"/bin/false\"");
        List<Finding> findings = patient.doctor().prove();
        assertEquals(List.of(), Patient.problems(findings), findings::toString);
        assertEquals(3, findings.stream().filter(f -> f.step().equals("proof")).count());
    }

    private static void mode(String mode, Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
