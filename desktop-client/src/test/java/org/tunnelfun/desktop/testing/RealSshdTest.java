package org.tunnelfun.desktop.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@Requires(Need.LINUX)
class RealSshdTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void aForwardThroughItReachesTheTargetOnBothLoopbacks() throws Exception {
        try (RealSshd sshd = RealSshd.stock();
                BannerTarget target = BannerTarget.start()) {
            int port = FreePort.next();
            Process ssh = forward(sshd, port, target);
            await().atMost(LONG).until(() -> Loopback.banner(port).equals(BannerTarget.BANNER));
            assertEquals(BannerTarget.BANNER, Loopback.banner("::1", port, Duration.ofSeconds(10)));
            end(ssh);
        }
    }

    @Test
    void aFrozenSessionAcceptsAndStaysSilentAndAKilledOneFreesThePort() throws Exception {
        try (RealSshd sshd = RealSshd.stock();
                BannerTarget target = BannerTarget.start()) {
            int port = FreePort.next();
            Process ssh = forward(sshd, port, target);
            await().atMost(LONG).until(() -> Loopback.banner(port).equals(BannerTarget.BANNER));
            ProcessHandle session = sshd.session();
            sshd.freeze(session);
            assertEquals("silent", Loopback.banner(port));
            sshd.kill(session);
            await().atMost(LONG).until(() -> Loopback.banner(port).equals("nobody"));
            end(ssh);
        }
    }

    @Test
    void itComesBackOnTheSamePortAndLeavesNothingBehind() throws Exception {
        Path folder;
        List<ProcessHandle> orphans;
        try (RealSshd sshd = RealSshd.stock()) {
            folder = sshd.folder();
            Process ssh = new ProcessBuilder(remote(sshd, "sleep 1000")).start();
            await().atMost(LONG).until(() -> runs(sshd.session(), "sleep 1000"));
            sshd.restart();
            await().atMost(LONG).until(() -> !sshd.leftovers().isEmpty());
            orphans = sshd.leftovers();
            assertEquals("here", Tools.run(remote(sshd, "echo here")).strip());
            end(ssh);
        }
        assertFalse(Files.exists(folder));
        await().atMost(LONG).until(() -> orphans.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void optionsOfTheServerAndOfTheKeyHold() throws Exception {
        try (RealSshd sshd =
                RealSshd.with()
                        .option("AllowTcpForwarding", "no")
                        .keyOptions("command=\"echo forced\"")
                        .keyType("ecdsa")
                        .start()) {
            assertEquals("forced", Tools.run(remote(sshd, "echo asked")).strip());
            assertTrue(sshd.log().contains("Accepted publickey"));
        }
    }

    private static boolean runs(ProcessHandle session, String command) {
        return session.descendants()
                .anyMatch(p -> p.info().commandLine().orElse("").endsWith(command));
    }

    private static Process forward(RealSshd sshd, int port, BannerTarget target) throws Exception {
        return new ProcessBuilder(
                        sshd.ssh("-N", "-R", "localhost:" + port + ":127.0.0.1:" + target.port()))
                .start();
    }

    private static List<String> remote(RealSshd sshd, String command) {
        List<String> ssh = new java.util.ArrayList<>(sshd.ssh());
        ssh.add(command);
        return ssh;
    }

    private static void end(Process process) throws Exception {
        process.destroyForcibly().waitFor();
    }
}
