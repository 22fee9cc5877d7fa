package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/**
 * Seeded faults of keys, accounts and shells, each named right with what mends it; those that need
 * an environment of their own are in the command's test.
 */
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
    void aKeyThatIsNotAuthorised() {
        logInWith(patient.sshd.hostKey());
        patient.hasProblem("login", "refused every key", "tunnelfun authorize nas");
    }

    @Test
    void anAccountThatDoesNotExist() {
        patient.server =
                ServerConfig.of("test", "127.0.0.1", patient.sshd.port(), "no-such-account")
                        .withIdentityFile(patient.sshd.identity())
                        .withKnownHosts(patient.sshd.knownHosts(), StrictHostKeyChecking.YES);
        patient.hasProblem(
                "login",
                "refused every key of no-such-account@127.0.0.1",
                "getent passwd no-such-account");
    }

    @Test
    void aKeyFileThatIsMissing() {
        logInWith(patient.sshd.folder().resolve("no-key"));
        patient.hasProblem("key", "no-key does not exist", "tunnelfun keygen nas");
    }

    @Test
    void aKeyFileThatOthersCanRead() throws IOException {
        mode("rw-r-----", patient.sshd.identity());
        patient.hasProblem("key", "can be read by others", "chmod 600 " + patient.sshd.identity());
    }

    @Test
    void anEncryptedKeyWithoutItsPassphrase() throws IOException {
        Path encrypted = patient.sshd.folder().resolve("encrypted");
        Files.copy(patient.sshd.identity(), encrypted);
        mode("rw-------", encrypted);
        Tools.run(List.of("ssh-keygen", "-q", "-p", "-N", "secret", "-f", "" + encrypted));
        logInWith(encrypted);
        patient.hasProblem("key", "needs a passphrase", "ssh-add " + encrypted);
    }

    @Test
    void anAccountWithoutAShell() throws IOException {
        patient.authorize("command=\"echo This account is not available.; exit 1\"");
        patient.hasNote("shell", "not available", "tunnelfun authorize nas");
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

    private void logInWith(Path key) {
        RealSshd sshd = patient.sshd;
        patient.server = patient.server(sshd.port(), sshd.knownHosts(), key);
    }

    private static void mode(String mode, Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
