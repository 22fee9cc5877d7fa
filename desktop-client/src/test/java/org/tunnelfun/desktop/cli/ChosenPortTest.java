package org.tunnelfun.desktop.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;

/** Remote port 0, against a real sshd: it chooses, and is asked for the same one from then on. */
@Requires(Need.LINUX)
class ChosenPortTest extends ProcessCase {

    private static final Pattern UP = Pattern.compile("state=UP proof=proven port=(\\d+) ");

    @Test
    void thePortThatTheServerChoseIsShownAndKeptUntilSomebodyElseHasIt() throws Exception {
        try (ClientProcess client = ClientProcess.start(home, likeSsh())) {
            int chosen = awaitUp(client, 1);
            JsonObject forward =
                    status("--state-dir", "" + home.resolve("state"))
                            .getAsJsonArray("forwards")
                            .get(0)
                            .getAsJsonObject();
            assertEquals("localhost:" + chosen, forward.get("remote").getAsString());

            sshd.kill(sshd.session());
            assertEquals(chosen, awaitUp(client, 2));

            sshd.freeze(sshd.session());
            assertEquals(chosen, awaitUp(client, 3), "its own stale session is ended for it");

            tell("pause");
            await().atMost(LIMIT).until(() -> sshd.sessions().isEmpty());
            try (ServerSocket v4 = listen("127.0.0.1", chosen);
                    ServerSocket v6 = listen("::1", chosen)) {
                tell("resume");
                assertNotEquals(chosen, awaitUp(client, 4), v4 + " " + v6);
            }
        }
    }

    @Test
    void theNextRunOfTheProgramHasTheSamePortAgain() throws Exception {
        int chosen;
        try (ClientProcess client = ClientProcess.start(home, likeSsh())) {
            chosen = awaitUp(client, 1);
        }
        await().atMost(LIMIT).until(() -> sshd.sessions().isEmpty());
        try (ClientProcess client = ClientProcess.start(home, likeSsh())) {
            assertEquals(chosen, awaitUp(client, 1));
        }
        Path ports = home.resolve("state").resolve("ports");
        String kept = Files.readString(ports);
        assertTrue(kept.startsWith(chosen + " ") && kept.lines().count() == 1, kept);
        Files.delete(ports);
        Files.createDirectory(ports);
        await().atMost(LIMIT).until(() -> sshd.sessions().isEmpty());
        try (ClientProcess client = ClientProcess.start(home, likeSsh())) {
            awaitUp(client, 1);
            assertTrue(client.err().contains("ports is not used: it is a folder"), client.err());
        }
    }

    /** The port on which the tunnel is proven to be up for the given time; a visitor finds it. */
    private static int awaitUp(ClientProcess client, int time) {
        await("up, time " + time).atMost(LIMIT).until(() -> ups(client).size() >= time);
        int port = ups(client).get(time - 1);
        assertEquals(BannerTarget.BANNER, Loopback.banner(port));
        return port;
    }

    private static List<Integer> ups(ClientProcess client) {
        return UP.matcher(client.err()).results().map(up -> Integer.parseInt(up.group(1))).toList();
    }

    private static ServerSocket listen(String address, int port) throws IOException {
        return new ServerSocket(port, 5, InetAddress.getByName(address));
    }

    private void tell(String command) throws IOException {
        ClientProcess told = run(command, sshd.user() + "@127.0.0.1");
        assertEquals(0, told.exitCode(), told.err());
    }

    private ClientProcess run(String command, String more) throws IOException {
        return ClientProcess.run(home, command, "--state-dir", "" + home.resolve("state"), more);
    }

    private String[] likeSsh() {
        return new String[] {
            "run",
            "-i",
            "" + sshd.identity(),
            "--known-hosts",
            "" + sshd.knownHosts(),
            "--state-dir",
            "" + home.resolve("state"),
            "-p",
            "" + sshd.port(),
            "-R",
            "0:127.0.0.1:" + target.port(),
            sshd.user() + "@127.0.0.1"
        };
    }
}
