package org.tunnelfun.desktop.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** A server whose name leads elsewhere from one moment to the next, as at home behind a modem. */
@Requires(Need.LINUX)
class MovingServerTest extends ProcessCase {

    private static final String NAME = "moving.example";

    @Test
    void aServersNewAddressIsSeenInSecondsAndItsLastOneServesWhileTheNameIsUnknown()
            throws IOException {
        Path hosts = home.resolve("hosts");
        // Nobody listens there; all of 127/8 is this machine.
        Files.writeString(hosts, "127.0.0.3 " + NAME + "\n");
        try (ClientProcess client =
                ClientProcess.start(home, List.of("-Djdk.net.hosts.file=" + hosts), run())) {
            client.awaitLog("127.0.0.3:" + sshd.port() + ": connection refused");
            Files.writeString(hosts, "127.0.0.1 " + NAME + "\n");
            long moved = System.nanoTime();
            client.awaitLog("state=UP");
            Duration took = Duration.ofNanos(System.nanoTime() - moved);
            assertTrue(took.compareTo(Duration.ofSeconds(15)) < 0, took::toString);

            Files.writeString(hosts, "127.0.0.3 another.example\n");
            // Not before Java has forgotten what it found last.
            await().atMost(LIMIT)
                    .until(
                            () -> {
                                ClientProcess.run(home, "reconnect", "--state-dir", state());
                                return client.err().contains("its last addresses are tried");
                            });
            await().atMost(LIMIT).until(() -> Loopback.banner(port).equals(BannerTarget.BANNER));
        }
    }

    private String state() {
        return home.resolve("state").toString();
    }

    private String[] run() throws IOException {
        Path known = home.resolve("known");
        Files.writeString(
                known,
                Files.readString(sshd.knownHosts()).replace("[localhost]", "[" + NAME + "]"));
        return new String[] {
            "run",
            "-v",
            "-i",
            sshd.identity().toString(),
            "-R",
            port + ":localhost:" + target.port(),
            "--known-hosts",
            known.toString(),
            "-p",
            "" + sshd.port(),
            "--state-dir",
            state(),
            sshd.user() + "@" + NAME
        };
    }
}
