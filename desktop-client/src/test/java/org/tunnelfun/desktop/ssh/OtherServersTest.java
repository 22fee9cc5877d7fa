package org.tunnelfun.desktop.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.ask;
import static org.tunnelfun.desktop.ssh.Attempts.bind;
import static org.tunnelfun.desktop.ssh.Attempts.failure;
import static org.tunnelfun.desktop.ssh.Attempts.forward;
import static org.tunnelfun.desktop.ssh.Attempts.legacy;
import static org.tunnelfun.desktop.ssh.Attempts.open;
import static org.tunnelfun.desktop.ssh.Attempts.selfCheck;
import static org.tunnelfun.desktop.ssh.Attempts.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.Dropbear;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** Servers that are real and not a stock OpenSSH of today. */
@Requires(Need.LINUX)
class OtherServersTest {

    @TempDir Path folder;

    @Test
    @Requires(Need.ROOT)
    void aDropbearIsProvenHasAHeartbeatAndSaysThatItsSessionsAreNoSshds() throws Exception {
        try (Dropbear dropbear = new Dropbear();
                BannerTarget target = BannerTarget.start()) {
            ServerConfig config =
                    ServerConfig.of("test", "127.0.0.1", dropbear.port(), dropbear.user())
                            .withIdentityFile(dropbear.identity())
                            .withKnownHosts(dropbear.knownHosts(), StrictHostKeyChecking.YES);
            SshSession session = open(config);
            assertTrue(session.info().serverVersion().contains("dropbear"));
            provesItself(session, target);
            String beat = ask(a -> session.heartbeat("uptime; sleep 60", a, a));
            assertTrue(beat.contains("load average"), beat);
            Attempts.<Boolean>ask(a -> session.keepalive(() -> a.accept(true)));
            SshSession.Identified own = ask(a -> session.identify(LONG, a));
            assertEquals("failed parent is dropbear", own.reason());
            session.end();
        }
    }

    @Test
    void anSshdThatKnowsOnlyWhatWasUsualIn2010IsProvenOnceTheConfigAllowsIt() throws Exception {
        Path hostKey = folder.resolve("rsa");
        Tools.run(List.of("ssh-keygen", "-q", "-t", "rsa", "-N", "", "-f", "" + hostKey));
        try (RealSshd sshd =
                        RealSshd.with()
                                .keyType("rsa")
                                .option("HostKey", hostKey.toString())
                                .option("HostKeyAlgorithms", "ssh-rsa")
                                .option("PubkeyAcceptedAlgorithms", "ssh-rsa")
                                .option("KexAlgorithms", "diffie-hellman-group14-sha1")
                                .option("Ciphers", "aes128-cbc")
                                .option("MACs", "hmac-sha1")
                                .start();
                BannerTarget target = BannerTarget.start()) {
            String[] key = Files.readString(Path.of(hostKey + ".pub")).split(" ");
            Path known = folder.resolve("known_hosts");
            Files.writeString(
                    known, "[127.0.0.1]:%d %s %s%n".formatted(sshd.port(), key[0], key[1]));
            ServerConfig modern = server(sshd).withKnownHosts(known, StrictHostKeyChecking.YES);
            Failure refused = failure(modern);
            assertEquals(Failure.Kind.CONFIG, refused.kind());
            assertTrue(refused.advice().contains("\"legacyAlgorithms\": true"));
            SshSession session = open(legacy(modern));
            provesItself(session, target);
            session.end();
        }
    }

    @Test
    void aHardenedSshdIsProven() throws Exception {
        try (RealSshd sshd =
                        RealSshd.with()
                                .option("KexAlgorithms", "curve25519-sha256")
                                .option("HostKeyAlgorithms", "ssh-ed25519")
                                .option("PubkeyAcceptedAlgorithms", "ssh-ed25519")
                                .option("Ciphers", "aes256-gcm@openssh.com")
                                .start();
                BannerTarget target = BannerTarget.start()) {
            SshSession session = open(server(sshd));
            provesItself(session, target);
            session.end();
        }
    }

    @Test
    void anSshdThatAllowsOnlyWhatThisJavaCannotDoIsToldWhatItCan() throws Exception {
        try (RealSshd sshd =
                RealSshd.with().option("Ciphers", "chacha20-poly1305@openssh.com").start()) {
            Failure failure = failure(server(sshd));
            assertEquals(Failure.Kind.CONFIG, failure.kind());
            assertTrue(
                    failure.message().endsWith("offers chacha20-poly1305@openssh.com"),
                    failure.message());
            assertTrue(failure.advice().contains("sshd_config: Ciphers"), failure.advice());
            assertTrue(failure.advice().contains("aes256-gcm@openssh.com"), failure.advice());
            assertFalse(failure.advice().contains("legacyAlgorithms"), failure.advice());
        }
    }

    private static void provesItself(SshSession session, BannerTarget target) {
        Forward forward = forward("localhost", FreePort.next(), target.port());
        assertTrue(bind(session, forward).granted());
        assertEquals(Heard.PROVEN, selfCheck(session, forward).v4());
    }
}
