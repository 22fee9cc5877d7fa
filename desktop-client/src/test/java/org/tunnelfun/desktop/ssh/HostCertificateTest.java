package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Failure.Kind;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Tools;

/** Keys that a known authority has signed are trusted, on the machine's sshd. */
class HostCertificateTest {

    @TempDir Path folder;

    @Test
    void aHostCertificateOfAKnownAuthorityIsTrustedAndNoOther() throws Exception {
        Path authority = key("ed25519");
        Path hostKey = key("ed25519");
        Tools.run(
                List.of(
                        "ssh-keygen",
                        "-q",
                        "-s",
                        authority.toString(),
                        "-I",
                        "host",
                        "-h",
                        "-n",
                        "127.0.0.1",
                        hostKey + ".pub"));
        try (RealSshd sshd =
                RealSshd.with()
                        .option("HostKey", hostKey.toString())
                        .option("HostCertificate", hostKey + "-cert.pub")
                        .start()) {
            Path good =
                    Files.writeString(
                            folder.resolve("good"),
                            "@cert-authority 127.0.0.* " + publicKey(authority));
            open(with(sshd, good, StrictHostKeyChecking.YES)).end();

            Path elsewhere =
                    Files.writeString(
                            folder.resolve("elsewhere"),
                            "@cert-authority *.example.org " + publicKey(authority));
            assertEquals(
                    Kind.HOST_KEY,
                    failure(with(sshd, elsewhere, StrictHostKeyChecking.YES)).kind());

            Path other =
                    Files.writeString(
                            folder.resolve("other"),
                            "@cert-authority * " + publicKey(key("ed25519")));
            Failure failure = failure(with(sshd, other, StrictHostKeyChecking.ACCEPT_NEW));
            assertEquals(Kind.HOST_KEY, failure.kind(), failure.message());

            Path revoked =
                    Files.writeString(
                            folder.resolve("revoked"),
                            Files.readString(good) + "@revoked * " + publicKey(authority));
            assertEquals(
                    Kind.HOST_KEY, failure(with(sshd, revoked, StrictHostKeyChecking.YES)).kind());
        }
    }

    @Test
    void aCertificateThatIsOldOrForOthersIsNone() throws Exception {
        Path authority = key("ed25519");
        Path hostKey = key("ed25519");
        Path known =
                Files.writeString(
                        folder.resolve("authority"), "@cert-authority * " + publicKey(authority));
        List<List<String>> bad =
                List.of(
                        List.of("-n", "127.0.0.1", "-V", "20200101:20210101"),
                        List.of("-n", "127.0.0.1", "-V", "+1w:+2w"),
                        List.of("-n", "example.org"),
                        List.of());
        for (List<String> options : bad) {
            List<String> sign =
                    new ArrayList<>(
                            List.of("ssh-keygen", "-q", "-h", "-I", "x", "-s", "" + authority));
            sign.addAll(options);
            sign.add(hostKey + ".pub");
            Tools.run(sign);
            try (RealSshd sshd =
                    RealSshd.with()
                            .option("HostKey", hostKey.toString())
                            .option("HostCertificate", hostKey + "-cert.pub")
                            .start()) {
                Failure failure = failure(with(sshd, known, StrictHostKeyChecking.ACCEPT_NEW));
                assertEquals(Kind.HOST_KEY, failure.kind(), options::toString);
                assertFalse(sshd.log().contains("Accepted"), options::toString);
            }
        }
    }

    private static ServerConfig with(RealSshd sshd, Path file, StrictHostKeyChecking checking) {
        return server(sshd).withKnownHosts(file, checking);
    }

    private Path key(String type) {
        Path file = folder.resolve("key-" + java.util.UUID.randomUUID());
        Tools.run(List.of("ssh-keygen", "-q", "-t", type, "-N", "", "-f", file.toString()));
        return file;
    }

    private static String publicKey(Path key) throws Exception {
        return Files.readString(Path.of(key + ".pub"));
    }
}
