package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.get;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.server;
import static org.tunnelfun.desktop.ssh.Attempts.start;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
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
        signed(key, authority, "-n", sshd.user());
        String ca = Files.readString(Path.of(authority + ".pub"));
        Files.writeString(
                sshd.authorizedKeys(),
                "cert-authority " + ca,
                java.nio.file.StandardOpenOption.APPEND);
        open(server(sshd).withIdentityFile(key)).end();
    }

    @Test
    void aUserCertificateThatIsRefusedSaysWhy() throws Exception {
        String user = sshd.user();
        String time = "20\\d\\d-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC";
        Path authority = key("ed25519", "", null);
        try (RealSshd trusting =
                RealSshd.with().option("TrustedUserCAKeys", authority + ".pub").start()) {
            for (String type : List.of("ed25519", "ecdsa", "rsa")) {
                Path old = signed(key(type, "", null), authority, "-n", user, "-V", "-2d:-1d");
                assertRefused(trusting, old, "expired on " + time);
            }
            Path early =
                    signed(key("ed25519", "", null), authority, "-n", user, "-V", "+1d:forever");
            assertRefused(trusting, early, "is not valid before " + time);
            Path others = signed(key("ed25519", "", null), authority, "-n", "web,nobody-else");
            assertRefused(trusting, others, "names web, nobody-else and not " + user);
            Path bare = signed(key("ed25519", "", null), authority);
            assertRefused(trusting, bare, "names no account");
            Path host = signed(key("ed25519", "", null), authority, "-h", "-n", user);
            assertRefused(trusting, host, "is one for hosts, not for users");
            Path good = null;
            for (String type : List.of("ed25519", "ecdsa", "rsa")) {
                good = signed(key(type, "", null), authority, "-n", "web," + user);
                open(server(trusting).withIdentityFile(good)).end();
            }
            // Nothing is wrong with it, but nobody here knows its authority.
            Failure failure = failure(server(sshd).withIdentityFile(good));
            assertTrue(failure.message().startsWith("the server refused every key"));
        }
    }

    @Test
    void aKeyWhoseCertificateIsRefusedLogsInByItself() throws Exception {
        Path authority = key("ed25519", "", null);
        Path expired = signed(key("ed25519", "", null), authority, "-n", "web", "-V", "-2d:-1d");
        authorize(expired);
        open(server(sshd).withIdentityFile(expired)).end();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "ssh-ed25519-cert-v01@openssh.com AAAA", "folder"})
    void whatIsNoCertificateIsIgnoredAndNamedWhereTheKeyIsRefused(String text) throws Exception {
        Path key = key("ed25519", "", null);
        Path none = Path.of(key + "-cert.pub");
        if (text.equals("folder")) {
            Files.createDirectory(none);
        } else {
            Files.writeString(none, text);
        }
        ServerConfig server = server(sshd).withIdentityFile(key);
        String message = failure(server).message();
        assertTrue(message.contains(key + " (SHA256:"), message);
        assertTrue(message.contains("; " + none + " is ignored: it "), message);
        authorize(key);
        open(server).end();
    }

    @Test
    void aLockedKeyWithACertificateIsAskedForOnce() throws Exception {
        Path key = signed(key("ed25519", "secret", null), key("ed25519", "", null));
        authorize(key);
        List<String> asked = new CopyOnWriteArrayList<>();
        AtomicBoolean knows = new AtomicBoolean();
        JschSsh ssh =
                new JschSsh(
                        HostKeyPrompt.NOBODY,
                        (question, answer) -> {
                            asked.add(question.about());
                            answer.accept(
                                    knows.get()
                                            ? Optional.of("secret".toCharArray())
                                            : Optional.empty());
                        });
        ServerConfig server = server(sshd).withIdentityFile(key);
        assertEquals(Kind.CONFIG, failure(ssh, tunnel(server)).kind());
        knows.set(true);
        get(start(ssh, tunnel(server)).opened).end();
        assertEquals(List.of("" + key, "" + key), asked);
    }

    private static void assertRefused(RealSshd sshd, Path key, String why) {
        Failure failure = failure(server(sshd).withIdentityFile(key).with(e -> e.useAgent = false));
        assertEquals(Kind.AUTHENTICATION, failure.kind(), failure.message());
        String message =
                "the certificate %s \\(\\Q%s-cert.pub\\E\\); the server refused the plain key as well"
                        .formatted(why, key);
        assertTrue(failure.message().matches(message), failure.message());
        assertTrue(failure.advice().contains(" -n " + sshd.user() + " "), failure.advice());
    }

    private static Path signed(Path key, Path authority, String... options) {
        List<String> sign = new ArrayList<>(List.of("ssh-keygen", "-q", "-I", "test", "-s"));
        sign.add(authority.toString());
        sign.addAll(List.of(options));
        sign.add(key + ".pub");
        Tools.run(sign);
        return key;
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
