package org.tunnelfun.desktop.engine;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Tools;

/** A person takes time; tunnels that want nothing of a person do not wait. */
class AnswersWaitedForTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir Path folder;

    @Test
    @DisplayName(
            "a tunnel that waits for a passphrase blocks no other, and goes on once it is told")
    void waiting() throws Exception {
        Path locked = folder.resolve("locked");
        List<Consumer<Optional<char[]>>> questions = new CopyOnWriteArrayList<>();
        JschSsh ssh =
                new JschSsh(HostKeyPrompt.NOBODY, (question, answer) -> questions.add(answer));
        try (RealSshd sshd = RealSshd.stock()) {
            java.nio.file.Files.copy(
                    sshd.identity(), locked, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            Tools.run(
                    List.of("ssh-keygen", "-q", "-p", "-P", "", "-N", "s3cret", "-f", "" + locked));
            Journal journal = new Journal(folder.resolve("state"), "device", "run");
            try (Tunnels tunnels = new Tunnels(ssh, Time.system(), new Random(), journal)) {
                TunnelConfig first = tunnel("locked", sshd, locked);
                tunnels.apply(List.of(first));
                await().atMost(LONG).until(() -> questions.size() == 1);
                tunnels.apply(List.of(first, tunnel("nas", sshd, sshd.identity())));
                await().atMost(LONG).until(() -> tunnels.statuses().get(1).proof() == Proof.PROVEN);
                assertEquals(TunnelState.CONNECTING, tunnels.statuses().get(0).state());
                assertEquals(1, questions.size());
                questions.get(0).accept(Optional.of("s3cret".toCharArray()));
                await().atMost(LONG).until(() -> tunnels.statuses().get(0).proof() == Proof.PROVEN);
            }
        }
    }

    private static TunnelConfig tunnel(String name, RealSshd sshd, Path key) {
        ServerConfig server =
                ServerConfig.of(name, "127.0.0.1", sshd.port(), sshd.user())
                        .withIdentityFile(key)
                        .withKnownHosts(sshd.knownHosts(), ServerConfig.StrictHostKeyChecking.YES);
        Forward forward =
                new Forward(
                        new Forward.Remote("localhost", FreePort.next()),
                        new Forward.Target("127.0.0.1", sshd.port()),
                        Forward.Expect.SSH);
        return new TunnelConfig(
                name,
                server,
                Optional.empty(),
                true,
                List.of(forward),
                Retry.DEFAULTS,
                Staleness.DEFAULTS);
    }
}
