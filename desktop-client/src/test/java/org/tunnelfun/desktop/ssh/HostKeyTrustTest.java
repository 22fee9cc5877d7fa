package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.server;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Tools;

/** No login to a key that is not trusted, on the machine's sshd. */
class HostKeyTrustTest {

    @TempDir Path folder;

    @Test
    void anUnknownKeyIsRefusedWithItsFingerprintAndTheCommandsToCompare() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Path empty = Files.createFile(folder.resolve("empty"));
            for (Path file : List.of(empty, folder.resolve("missing"))) {
                Failure failure = failure(with(sshd, file, StrictHostKeyChecking.YES));
                assertEquals(Kind.HOST_KEY, failure.kind());
                String text = failure.message();
                assertTrue(text.contains("[127.0.0.1]:" + sshd.port()), text);
                assertTrue(text.contains("ED25519 " + fingerprint(sshd.hostKey())), text);
                String scan = "ssh-keyscan -p " + sshd.port() + " 127.0.0.1";
                assertTrue(failure.advice().contains(scan), failure.advice());
                assertTrue(failure.advice().contains("ssh-keygen -lf"), failure.advice());
            }
            assertEquals(0, Files.size(empty));
            assertFalse(sshd.log().contains("Accepted"), "no login to an unknown key");
        }
    }

    @Test
    void aChangedKeyIsRefusedWithBothFingerprintsAndItsLineEvenByAcceptNew() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Path other = key("ed25519");
            Path file = known(sshd, "# first line\n", "", other);
            String before = Files.readString(file);
            for (StrictHostKeyChecking checking : StrictHostKeyChecking.values()) {
                Failure failure = failure(with(sshd, file, checking));
                assertEquals(Kind.CHANGED_HOST_KEY, failure.kind());
                String text = failure.message();
                assertTrue(text.contains(fingerprint(sshd.hostKey())), text);
                assertTrue(text.contains(fingerprint(other) + " (" + file + ":2)"), text);
            }
            assertEquals(before, Files.readString(file));
            assertFalse(sshd.log().contains("Accepted"));
        }
    }

    @Test
    void ofAChangedKeyAPersonIsToldBothFingerprintsAndHowToCompareThem() throws Exception {
        List<HostKeyPrompt.Change> told = new CopyOnWriteArrayList<>();
        HostKeyPrompt prompt =
                new HostKeyPrompt() {
                    @Override
                    public void ask(Question question, Runnable trust) {
                        throw new AssertionError("a changed key is not to be trusted");
                    }

                    @Override
                    public void changed(Change change) {
                        told.add(change);
                    }
                };
        try (RealSshd sshd = RealSshd.stock()) {
            Path other = key("ed25519");
            Path file = known(sshd, "", "", other);
            failure(new JschSsh(prompt), tunnel(with(sshd, file, StrictHostKeyChecking.ASK)));
            HostKeyPrompt.Change change = told.get(0);
            assertEquals(fingerprint(sshd.hostKey()), change.offered());
            assertEquals(List.of(fingerprint(other)), change.known());
            assertTrue(change.compare().contains("ssh-keyscan -p " + sshd.port()));
            assertTrue(change.forget().startsWith("ssh-keygen -R '[127.0.0.1]:" + sshd.port()));
        }
    }

    @Test
    void aKeyOfAnotherTypeThanTheKnownOneCountsAsChanged() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Path file = known(sshd, "", "", key("ecdsa"));
            Failure failure = failure(with(sshd, file, StrictHostKeyChecking.ACCEPT_NEW));
            assertTrue(failure.message().contains("has changed"), failure.message());
        }
    }

    @Test
    void theKnownTypeIsAskedForWhereTheServerHasSeveralKeys() throws Exception {
        Path rsa = key("rsa");
        Path ed25519 = key("ed25519");
        try (RealSshd sshd =
                RealSshd.with()
                        .option("HostKey", rsa.toString())
                        .block("HostKey " + ed25519)
                        .start()) {
            for (Path key : List.of(rsa, ed25519)) {
                open(with(sshd, known(sshd, "", "", key), StrictHostKeyChecking.YES)).end();
            }
        }
    }

    @Test
    void aRevokedKeyIsRefusedAlthoughItIsKnown() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Path file = known(sshd, "", "", sshd.hostKey());
            open(with(sshd, file, StrictHostKeyChecking.YES)).end();
            Files.writeString(
                    file, Files.readString(file) + "@revoked * " + publicKey(sshd.hostKey()));
            Failure failure = failure(with(sshd, file, StrictHostKeyChecking.ACCEPT_NEW));
            assertEquals(Kind.HOST_KEY, failure.kind());
            assertTrue(failure.message().contains("is revoked"), failure.message());
            assertTrue(failure.message().contains(file + ":2"), failure.message());
        }
    }

    @Test
    void acceptNewSavesAnUnknownKeyOnce() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Path file = Files.writeString(folder.resolve("known"), "# mine\n");
            open(with(sshd, file, StrictHostKeyChecking.ACCEPT_NEW)).end();
            String saved = Files.readString(file);
            assertTrue(saved.startsWith("# mine\n[127.0.0.1]:" + sshd.port() + " ssh-ed25519 "));
            open(with(sshd, file, StrictHostKeyChecking.YES)).end();
            assertEquals(saved, Files.readString(file));
        }
    }

    @Test
    void askRefusesAtOnceAndLetsTheNextAttemptInOnceSomebodySaidYes() throws Exception {
        List<HostKeyPrompt.Question> questions = new CopyOnWriteArrayList<>();
        List<Runnable> trust = new CopyOnWriteArrayList<>();
        JschSsh ssh =
                new JschSsh(
                        (question, yes) -> {
                            questions.add(question);
                            trust.add(yes);
                        });
        try (RealSshd sshd = RealSshd.stock()) {
            ServerConfig server =
                    with(sshd, folder.resolve("deep/known"), StrictHostKeyChecking.ASK);
            assertEquals(Kind.HOST_KEY, failure(ssh, tunnel(server)).kind());
            assertEquals(fingerprint(sshd.hostKey()), questions.get(0).fingerprint());
            trust.get(0).run();
            open(server).end();
            assertEquals(1, questions.size());
        }
    }

    @Test
    void aKnownKeyForTheBareNameIsGoodForEveryPort() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Path file =
                    Files.writeString(
                            folder.resolve("known"), "127.0.0.1 " + publicKey(sshd.hostKey()));
            open(with(sshd, file, StrictHostKeyChecking.YES)).end();
        }
    }

    /** Behind one name there may be several machines, each with a port of its own. */
    @Test
    void aKeyKnownForTheBareNameIsNoGoodForAPortThatHasAnotherOne() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Path file = known(sshd, "", "", key("ed25519"));
            Files.writeString(
                    file, Files.readString(file) + "127.0.0.1 " + publicKey(sshd.hostKey()));
            Failure failure = failure(with(sshd, file, StrictHostKeyChecking.ACCEPT_NEW));
            assertEquals(Kind.CHANGED_HOST_KEY, failure.kind());
            assertTrue(failure.message().contains("has changed"), failure.message());
            assertFalse(sshd.log().contains("Accepted"));
        }
    }

    @Test
    void aShortRsaKeyIsTakenOnlyWhereOldAlgorithmsAre() throws Exception {
        Path rsa = folder.resolve("short");
        Tools.run(List.of("ssh-keygen", "-q", "-t", "rsa", "-b", "1024", "-N", "", "-f", "" + rsa));
        try (RealSshd sshd = RealSshd.with().option("HostKey", rsa.toString()).start()) {
            ServerConfig server = with(sshd, known(sshd, "", "", rsa), StrictHostKeyChecking.YES);
            Failure failure = failure(server);
            assertEquals(Kind.HOST_KEY, failure.kind());
            assertTrue(failure.message().contains("RSA host key of 1024 bits"), failure.message());
            assertTrue(failure.advice().contains("legacyAlgorithms"), failure.advice());
            open(Attempts.legacy(server)).end();
        }
    }

    @Test
    void aKnownHostsFileThatCannotBeReadIsNamed() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Path notAFile = Files.createDirectory(folder.resolve("a-folder"));
            Failure failure = failure(with(sshd, notAFile, StrictHostKeyChecking.YES));
            assertEquals(Kind.CONFIG, failure.kind());
            assertTrue(failure.message().contains(notAFile.toString()), failure.message());
        }
    }

    private static ServerConfig with(RealSshd sshd, Path file, StrictHostKeyChecking checking) {
        return server(sshd).withKnownHosts(file, checking);
    }

    private Path known(RealSshd sshd, String before, String marker, Path key) throws Exception {
        return Files.writeString(
                folder.resolve("known-" + java.util.UUID.randomUUID()),
                before + marker + "[127.0.0.1]:" + sshd.port() + " " + publicKey(key));
    }

    private Path key(String type) {
        Path file = folder.resolve("key-" + java.util.UUID.randomUUID());
        Tools.run(List.of("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file.toString()));
        return file;
    }

    private static String publicKey(Path key) throws Exception {
        return Files.readString(Path.of(key + ".pub"));
    }

    private static String fingerprint(Path key) {
        return Tools.run(List.of("ssh-keygen", "-lf", key + ".pub")).split(" ")[1];
    }
}
