package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.tunnelfun.desktop.ssh.Attempts.LONG;
import static org.tunnelfun.desktop.ssh.Attempts.ask;
import static org.tunnelfun.desktop.ssh.Attempts.bind;
import static org.tunnelfun.desktop.ssh.Attempts.forward;
import static org.tunnelfun.desktop.ssh.Attempts.get;
import static org.tunnelfun.desktop.ssh.Attempts.server;
import static org.tunnelfun.desktop.ssh.Attempts.start;
import static org.tunnelfun.desktop.ssh.Attempts.tunnel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.engine.SshSession.SelfCheck;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

/** A program that runs for years opens many sessions; none may leave anything behind. */
@Tag("slow")
@Requires(Need.LINUX)
class ReconnectsTest {

    @Test
    void aHundredReconnectsLeaveNoThreadAndNoDescriptor() throws Exception {
        JschSsh ssh = new JschSsh();
        try (RealSshd sshd = RealSshd.stock();
                BannerTarget target = BannerTarget.start()) {
            Forward forward = forward("localhost", FreePort.next(), target.port());
            reconnect(ssh, sshd, forward, 5);
            await().atMost(LONG).until(() -> threads() == 0);
            long descriptors = descriptors();
            reconnect(ssh, sshd, forward, 100);
            await("threads end").atMost(LONG).until(() -> threads() == 0);
            await("sockets are closed").atMost(LONG).until(() -> descriptors() <= descriptors + 3);
        }
    }

    private static void reconnect(JschSsh ssh, RealSshd sshd, Forward forward, int times) {
        for (int i = 0; i < times; i++) {
            SshSession session = get(start(ssh, tunnel(server(sshd))).opened);
            await().atMost(LONG).until(() -> bind(session, forward).granted());
            session.keepalive(() -> {});
            if (i % 10 == 0) {
                SelfCheck check =
                        ask(answer -> session.selfCheck(forward, Duration.ofSeconds(10), answer));
                assertTrue(check.v4() == SshSession.Heard.PROVEN, check.toString());
            }
            session.end();
            // A session that is just going may hold one loopback for a moment: half a bind.
            await().atMost(LONG).until(() -> sshd.sessions().isEmpty());
        }
    }

    /** Ours all carry the word; JSch's and the visitors' are made by our factories. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(t -> t.getName().startsWith("ssh ") || t.getName().contains("visitor"))
                .count();
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
