package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

class TunnelRowTest {

    @TempDir Path folder;

    private static TunnelRow row(TunnelStatus status) {
        return new TunnelRow(status, new History(), Samples.NOW);
    }

    private static String need(Failure failure) {
        TunnelStatus status =
                Samples.status(
                        "nas",
                        2001,
                        TunnelState.NEEDS_USER,
                        Proof.NONE,
                        failure.message(),
                        Optional.of(failure));
        return row(status).subtitle(Samples.NOW);
    }

    @Test
    @DisplayName("the second line of the list is short, and says what is next where that is known")
    void subtitles() {
        assertEquals("Up 3 h 12 m", row(Samples.up("nas", 2001)).subtitle(Samples.NOW));
        assertEquals("Next try in 4 s", row(Samples.waiting("nas", 2001)).subtitle(Samples.NOW));
        assertEquals("Target down", row(Samples.targetDown("nas", 2001)).subtitle(Samples.NOW));
        assertEquals("Off", row(Samples.off("nas", 2001)).subtitle(Samples.NOW));
        assertEquals(
                "Keepalive unanswered for 2 s",
                row(Samples.suspect("nas", 2001)).subtitle(Samples.NOW));
    }

    @Test
    @DisplayName("what is wrong with a forward is said once, as the reason or beside its way")
    void routes() {
        TunnelStatus down = Samples.targetDown("nas", 2001);
        ForwardStatus whole = down.forwards().get(0);
        ForwardStatus wrong =
                new ForwardStatus(
                        whole.forward(),
                        2001,
                        Proof.TARGET_DOWN,
                        down.reason(),
                        0,
                        Optional.empty(),
                        0,
                        0);
        String way = "tunnel@tunnel.example.org:22 → port 2001 → localhost:22";
        assertEquals(List.of(way), row(Samples.with(down, List.of(wrong))).routes());
        TunnelStatus up = Samples.with(Samples.up("nas", 2001), List.of(wrong));
        assertEquals(List.of(way + " (" + down.reason() + ")"), row(up).routes());
    }

    @ParameterizedTest
    @CsvSource({
        "HOST_KEY, the host key of h is not known: ED25519 SHA256:x, Host key not trusted",
        "HOST_KEY, the host key of h has changed: x, Host key not trusted",
        "CHANGED_HOST_KEY, some other words, Host key changed",
        "AUTHENTICATION, the host key of h has changed: x, Login refused",
        "NOT_PERMITTED, not permitted, Port not permitted",
        "CONFIG, the key file is a folder, The key file is a folder"
    })
    @DisplayName("what needs a person is said in few words, whatever the message says")
    void needs(Failure.Kind kind, String message, String subtitle) {
        assertEquals(subtitle, need(new Failure(kind, message, "")));
    }

    /** The kinds above are those of a login: this one fails when they part. */
    @Test
    @Requires(Need.LINUX)
    @DisplayName("a real server with another key than before is listed as one whose key changed")
    void changedKeyOfARealServer() throws Exception {
        try (RealSshd sshd = RealSshd.stock()) {
            Path known = folder.resolve("known_hosts");
            assertEquals("Host key not trusted", need(failure(sshd, known)));
            String other = Files.readString(Path.of(sshd.identity() + ".pub"));
            Files.writeString(known, "[127.0.0.1]:" + sshd.port() + " " + other);
            assertEquals("Host key changed", need(failure(sshd, known)));
        }
    }

    private static Failure failure(RealSshd sshd, Path known) throws Exception {
        ServerConfig server =
                ServerConfig.of("home", "127.0.0.1", sshd.port(), sshd.user())
                        .withIdentityFile(sshd.identity())
                        .withKnownHosts(known, StrictHostKeyChecking.YES);
        Forward forward =
                new Forward(
                        new Forward.Remote("localhost", 2001),
                        new Forward.Target("localhost", 22),
                        Forward.Expect.SSH);
        TunnelConfig tunnel =
                new TunnelConfig(
                        "nas",
                        server,
                        Optional.empty(),
                        true,
                        List.of(forward),
                        Retry.DEFAULTS,
                        Staleness.DEFAULTS);
        CompletableFuture<Failure> failed = new CompletableFuture<>();
        new JschSsh()
                .open(
                        tunnel,
                        new Ssh.Listener() {
                            @Override
                            public void connected() {
                                // The key comes after it.
                            }

                            @Override
                            public void opened(SshSession session) {
                                session.end();
                                failed.completeExceptionally(new AssertionError("logged in"));
                            }

                            @Override
                            public void failed(Failure failure) {
                                failed.complete(failure);
                            }

                            @Override
                            public void ended(Failure failure) {
                                // There is no session.
                            }
                        });
        return failed.get(60, TimeUnit.SECONDS);
    }
}
