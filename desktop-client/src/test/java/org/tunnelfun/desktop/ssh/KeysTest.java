package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Tools;

/** Keys of every kind on the machine's sshd, and what is said of those that do not work. */
class KeysTest {

    private static RealSshd sshd;

    @TempDir Path folder;

    @BeforeAll
    static void setUp() throws Exception {
        sshd = RealSshd.stock();
    }

    @AfterAll
    static void tearDown() throws Exception {
        sshd.close();
    }

    @ParameterizedTest
    @CsvSource({
        "ed25519,",
        "ecdsa,",
        "rsa,",
        "ecdsa,PEM",
        "rsa,PEM",
        "ecdsa,PKCS8",
        "rsa,PKCS8",
    })
    void everyTypeAndFormatLogsIn(String type, String format) throws Exception {
        Path key = key(type, "", format);
        authorize(key);
        open(server(sshd).withIdentityFile(key)).end();
    }

    @Test
    void aKeyThatIsNotAuthorizedIsNamedWithItsFingerprint() {
        Path key = key("ed25519", "", null);
        Failure failure = failure(server(sshd).withIdentityFile(key));
        assertEquals(Kind.AUTHENTICATION, failure.kind());
        String fingerprint = Tools.run(List.of("ssh-keygen", "-lf", key.toString())).split(" ")[1];
        assertTrue(failure.message().contains(key + " (" + fingerprint + ")"), failure.message());
        assertTrue(failure.advice().contains("authorized_keys"));
        for (String line : failure.advice().lines().toList()) {
            assertTrue(line.matches("  [a-z].*|[A-Z].*:"), "a sentence or a command: " + line);
        }
    }

    @Test
    void anEncryptedKeyNeedsItsPassphrase() {
        for (String format : new String[] {null, "PEM"}) {
            Path key = key("ecdsa", "secret", format);
            Failure failure = failure(server(sshd).withIdentityFile(key));
            assertEquals(Kind.CONFIG, failure.kind(), failure.message());
            assertEquals("key file needs a passphrase (" + key + ")", failure.message());
            assertTrue(failure.advice().contains("ssh-add"));
        }
    }

    @Test
    void aKeyFileThatCannotBeUsedIsNamed() throws Exception {
        Path missing = folder.resolve("missing");
        assertConfig(missing, "does not exist");
        Path open = key("ed25519", "", null);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        assertConfig(open, "can be read by others");
        Path garbage = Files.writeString(folder.resolve("garbage"), "no key at all\n");
        Files.setPosixFilePermissions(garbage, PosixFilePermissions.fromString("rw-------"));
        assertConfig(garbage, "no private key");
        Path good = key("ed25519", "", null);
        Path pub = Path.of(good + ".pub");
        Files.setPosixFilePermissions(pub, PosixFilePermissions.fromString("rw-------"));
        assertConfig(pub, "is a public key");
        assertConfig(Files.createDirectory(folder.resolve("folder")), "folder");
    }

    @Test
    void aUserCertificateBesideTheKeyLogsIn() throws Exception {
        Path authority = key("ed25519", "", null);
        Path key = key("ed25519", "", null);
        Tools.run(
                List.of(
                        "ssh-keygen",
                        "-q",
                        "-s",
                        authority.toString(),
                        "-I",
                        "test",
                        "-n",
                        sshd.user(),
                        key + ".pub"));
        String ca = Files.readString(Path.of(authority + ".pub"));
        Files.writeString(
                sshd.authorizedKeys(),
                "cert-authority " + ca,
                java.nio.file.StandardOpenOption.APPEND);
        open(server(sshd).withIdentityFile(key)).end();
    }

    private void assertConfig(Path file, String says) {
        Failure failure = failure(server(sshd).withIdentityFile(file));
        assertEquals(Kind.CONFIG, failure.kind(), failure.message());
        assertTrue(failure.message().contains(file.toString()), failure.message());
        assertTrue(failure.message().contains(says), failure.message());
        assertFalse(failure.message().contains("Exception"));
    }

    private Path key(String type, String passphrase, String format) {
        Path file = folder.resolve("key-" + java.util.UUID.randomUUID());
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ssh-keygen",
                                "-q",
                                "-t",
                                type,
                                "-N",
                                passphrase,
                                "-f",
                                file.toString()));
        if (format != null) {
            command.addAll(List.of("-m", format));
        }
        Tools.run(command);
        return file;
    }

    private static void authorize(Path key) throws Exception {
        Files.writeString(
                sshd.authorizedKeys(),
                Files.readString(Path.of(key + ".pub")),
                java.nio.file.StandardOpenOption.APPEND);
    }
}
