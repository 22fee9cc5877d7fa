package org.tunnelfun.desktop.acceptance;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.Client;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

@Requires(Need.LINUX)
class DataThroughTunnelTest {

    private static final int MEGABYTES = 100;

    @Test
    void aHundredMegabytesArriveUnchangedBothWays() throws Exception {
        try (RealSshd server = RealSshd.stock();
                RealSshd device = RealSshd.stock()) {
            int port = FreePort.next();
            String forward = port + ":localhost:" + device.port();
            try (Client client = new Client(List.of(), server, "127.0.0.1", forward).start()) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Loopback.banner(port).startsWith("SSH-2.0-OpenSSH"));
                Path file = device.folder().resolve("random");
                String sum = fill(file);
                Path there = device.folder().resolve("there");
                copy(visitor(device, port, "cat > " + there), file, null);
                assertEquals(sum, sum(there), "to the device");
                Path back = device.folder().resolve("back");
                copy(visitor(device, port, "cat " + there), null, back);
                assertEquals(sum, sum(back), "from the device");
                assertTrue(client.process().isAlive());
            }
        }
    }

    /** {@code ssh -p PORT localhost COMMAND}, as somebody on the server reaches the device. */
    private static List<String> visitor(RealSshd device, int port, String command) {
        List<String> ssh = new ArrayList<>(device.ssh("-p", "" + port));
        // The first -p wins, and the tunnel's far end has the device's own host key.
        ssh.set(ssh.indexOf("-p") + 1, "" + port);
        ssh.addAll(1, List.of("-o", "HostKeyAlias=[127.0.0.1]:" + device.port()));
        ssh.add(command);
        return ssh;
    }

    private static void copy(List<String> command, Path from, Path to) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        if (from != null) {
            builder.redirectInput(from.toFile());
        }
        builder.redirectOutput(
                to == null
                        ? ProcessBuilder.Redirect.DISCARD
                        : ProcessBuilder.Redirect.to(to.toFile()));
        Process process = builder.start();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), "120 s for 100 MB");
        assertEquals(0, process.exitValue(), () -> String.join(" ", command));
    }

    private static String fill(Path file) throws Exception {
        Random random = new Random(7);
        byte[] block = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int i = 0; i < MEGABYTES; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return sum(file);
    }

    private static String sum(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
    }
}
