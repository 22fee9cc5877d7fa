package org.tunnelfun.desktop.cli;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealAgent;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** The program as a user starts it, against a real sshd. */
@Requires(Need.LINUX)
class RunProcessTest extends ProcessCase {

    @Test
    void runLikeSshIsUpAnswersAndStopsCleanly() throws IOException {
        try (ClientProcess client = ClientProcess.start(home, likeSsh())) {
            client.awaitLog("state=UP proof=proven port=" + port);
            assertEquals(BannerTarget.BANNER, Loopback.banner(port));

            String state = home.resolve("state").toString();
            JsonObject status = status("--state-dir", state);
            assertEquals("up", status.get("state").getAsString());
            assertEquals("proven", status.get("proof").getAsString());
            assertEquals(sshd.user() + "@127.0.0.1", status.get("name").getAsString());
            assertEquals(
                    List.of(
                            "name",
                            "state",
                            "proof",
                            "since",
                            "provenAt",
                            "rttMs",
                            "server",
                            "forwards",
                            "reason",
                            "nextAttemptAt",
                            "logins",
                            "session"),
                    List.copyOf(status.keySet()));
            assertTrue(status.get("nextAttemptAt").isJsonNull());
            Instant.parse(status.get("provenAt").getAsString());
            JsonObject session = status.getAsJsonObject("session");
            assertEquals(
                    List.of("local", "peer", "keyExchange", "cipher"),
                    List.copyOf(session.keySet()));
            assertEquals("127.0.0.1:" + sshd.port(), session.get("peer").getAsString());
            JsonObject forward = status.getAsJsonArray("forwards").get(0).getAsJsonObject();
            assertEquals("localhost:" + port, forward.get("remote").getAsString());
            assertEquals(
                    List.of("remote", "target", "visitors", "bytesIn", "bytesOut"),
                    List.copyOf(forward.keySet()));

            ClientProcess second = ClientProcess.run(home, likeSsh());
            assertEquals(75, second.exitCode());
            assertTrue(second.err().contains("pid " + client.pid()), second.err());

            long start = System.nanoTime();
            client.terminate();
            assertEquals(0, client.exitCode());
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            assertTrue(took.compareTo(Duration.ofSeconds(5)) < 0, took::toString);
            await().atMost(LIMIT).until(() -> sshd.sessions().isEmpty());

            ClientProcess gone = ClientProcess.run(home, "status", "--state-dir", state);
            assertEquals(69, gone.exitCode());
            assertTrue(gone.err().contains("no tunnelfun is running"), gone.err());
        }
    }

    @Test
    void aLockedKeyThatAnAgentHoldsLogsInAsWithSsh() throws IOException {
        try (RealAgent agent = new RealAgent(home)) {
            agent.hold(sshd.identity());
            Path key = locked("locked", "secret");
            List<String> line = new ArrayList<>(List.of(likeSsh()));
            line.set(line.indexOf("-i") + 1, "" + key);
            line.add(1, "--once");
            try (ClientProcess client =
                    ClientProcess.start(
                            home,
                            List.of(),
                            Map.of("SSH_AUTH_SOCK", "" + agent.socket()),
                            List.of(),
                            line.toArray(String[]::new))) {
                client.awaitLog("state=UP proof=proven port=" + port);
            }
        }
    }

    @Test
    void withoutAConfigTheAdviceAtARefusedKeyCanBeRunAsItIsPrinted() throws IOException {
        Path key = home.resolve("unknown");
        Tools.run(List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "" + key));
        List<String> line = new ArrayList<>(List.of(likeSsh(sshd.port(), sshd.knownHosts(), key)));
        line.add(1, "--once");
        ClientProcess refused = ClientProcess.run(home, line.toArray(String[]::new));
        assertEquals(77, refused.exitCode(), refused.err());
        String advice = "  tunnelfun authorize ";
        String words =
                refused.err().lines().filter(l -> l.startsWith(advice)).findFirst().orElseThrow();
        assertTrue(words.endsWith(sshd.user() + "@127.0.0.1"), words);
        String[] authorize = words.strip().substring("tunnelfun ".length()).split(" ");
        ClientProcess printed = ClientProcess.run(home, authorize);
        assertEquals(0, printed.exitCode(), printed.err());
        String known = Files.readString(Path.of(key + ".pub")).strip();
        assertTrue(printed.out().contains("permitlisten=\"localhost:" + port), printed.out());
        assertTrue(printed.out().contains(known), printed.out());
        authorize[0] = "doctor";
        ClientProcess doctor = ClientProcess.run(home, authorize);
        assertEquals(1, doctor.exitCode(), doctor.err());
        assertTrue(doctor.out().contains("the server refused every key"), doctor.out());
        authorize[2] = "" + sshd.identity();
        ClientProcess well = ClientProcess.run(home, authorize);
        assertEquals(0, well.exitCode(), well.out() + well.err());
    }

    @Test
    void theOneLinerOfSshIsUnderstoodAndItsTunnelFoundWithoutANameForIt() throws IOException {
        Path beat = home.resolve("beat");
        String loop = "while true; do echo tick; touch '" + beat + "'; sleep 1; done";
        List<String> line =
                List.of(
                        "run",
                        "-i",
                        sshd.identity().toString(),
                        "-p",
                        "" + sshd.port(),
                        "--known-hosts",
                        sshd.knownHosts().toString(),
                        "-R",
                        "*:" + port + ":localhost:" + target.port(),
                        sshd.user() + "@127.0.0.1",
                        loop);
        try (ClientProcess client = ClientProcess.start(home, line.toArray(String[]::new))) {
            client.awaitLog("state=UP proof=proven port=" + port);
            client.awaitLog("proven end to end; the server's GatewayPorts decides whether");
            await().atMost(LIMIT).until(() -> Files.exists(beat));
            assertEquals("up", status().get("state").getAsString());
            List<String> doctor = new ArrayList<>(line.subList(0, line.size() - 1));
            doctor.set(0, "doctor");
            // The same forward as another hand, or our own advice, writes it.
            doctor.set(doctor.indexOf("-R") + 1, ":" + port + ":localhost:" + target.port());
            ClientProcess well = ClientProcess.run(home, doctor.toArray(String[]::new));
            assertTrue(well.out().contains("is up in the running tunnelfun"), well.out());
            Path hangs = anInstanceThatHangs();
            ClientProcess some = ClientProcess.run(home, "status", "--json");
            assertEquals(69, some.exitCode(), some.err());
            assertTrue(some.out().contains("\"up\""), "what the others say is shown");
            String name = sshd.user() + "@127.0.0.1";
            assertEquals(0, ClientProcess.run(home, "reconnect", name).exitCode());
            assertEquals(69, ClientProcess.run(home, "reconnect").exitCode(), "not all did");
            Files.delete(hangs);
            assertEquals(1, ClientProcess.run(home, "pause", "another").exitCode());
            assertEquals(0, ClientProcess.run(home, "pause").exitCode());
            assertEquals("off", status().get("state").getAsString());
            ClientProcess named = ClientProcess.run(home, "status", "--config", "another");
            assertEquals(69, named.exitCode(), named.out());
        }
    }

    /** What one of those started like ssh leaves, with nobody at its socket. */
    private Path anInstanceThatHangs() throws IOException {
        ProcessHandle alive = ProcessHandle.current();
        try (Stream<Path> files = Files.walk(home)) {
            Path real =
                    files.filter(f -> f.getFileName().toString().matches("run-.*[.]json"))
                            .findFirst()
                            .orElseThrow();
            return Files.writeString(
                    real.resolveSibling("run-0.json"),
                    "{\"pid\":%d,\"started\":\"%s\",\"socket\":\"%s\"}"
                            .formatted(
                                    alive.pid(),
                                    alive.info().startInstant().orElseThrow(),
                                    home.resolve("nobody")));
        }
    }

    @Test
    void onceEndsWithAnExitCodeThatTellsWhy() throws IOException {
        assertEquals(69, once(FreePort.next(), sshd.knownHosts(), sshd.identity()).exitCode());
        Path nobody = Files.createFile(home.resolve("known"));
        ClientProcess unknown = once(sshd.port(), nobody, sshd.identity());
        assertEquals(77, unknown.exitCode());
        assertTrue(unknown.err().contains("SHA256:"), unknown.err());
        assertTrue(unknown.err().contains("ssh-keyscan"), unknown.err());
        ClientProcess refused = once(sshd.port(), sshd.knownHosts(), sshd.hostKey());
        assertEquals(77, refused.exitCode(), refused.err());
        ClientProcess noKey = once(sshd.port(), sshd.knownHosts(), home.resolve("no-key"));
        assertEquals(78, noKey.exitCode(), noKey.err());
        String keygen = "tunnelfun keygen NAME -f " + home.resolve("no-key");
        assertTrue(noKey.err().contains(keygen), noKey.err());
    }

    @Test
    void anotherAccountCouldNotOpenTheSocket() throws IOException {
        try (ClientProcess client = ClientProcess.start(home, likeSsh())) {
            client.awaitLog("state=UP");
            try (Stream<Path> files = Files.list(home.resolve("state"))) {
                for (Path file : files.toList()) {
                    assertEquals(
                            "rw-------",
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                            file::toString);
                }
            }
            assertEquals(
                    "rwx------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(home.resolve("state"))));
        }
    }

    @Test
    void anOlderInstanceThatHangsIsReplacedOnceATunnelIsProven() throws IOException {
        try (ClientProcess old = ClientProcess.start(home, likeSsh())) {
            old.awaitLog("state=UP");
            sshd.freeze(ProcessHandle.of(old.pid()).orElseThrow());
            try (ClientProcess fresh = ClientProcess.start(home, likeSsh())) {
                fresh.awaitLog("has not answered for 15 s");
                fresh.awaitLog("state=UP proof=proven");
                await().atMost(LIMIT).until(() -> !old.isAlive());
                String state = home.resolve("state").toString();
                await().atMost(LIMIT)
                        .until(
                                () ->
                                        ClientProcess.run(home, "status", "--state-dir", state)
                                                        .exitCode()
                                                == 0);
            }
        }
    }

    @Test
    void sixteenForwardsToOneSshdAreProvenEachAndItTurnsNoVisitorAway() throws IOException {
        List<Integer> ports = Stream.generate(FreePort::next).limit(16).toList();
        // All checks at once would be 32, and the usual limit is 10; sshd counts who has gone, too.
        try (RealSshd device = RealSshd.with().option("MaxStartups", "20:100:20").start()) {
            List<String> line = new ArrayList<>(List.of(likeSsh()));
            ports.forEach(p -> line.add(1, "-R" + p + ":localhost:" + device.port()));
            try (ClientProcess client = ClientProcess.start(home, line.toArray(String[]::new))) {
                client.awaitLog("state=UP proof=proven");
                for (int each : ports) {
                    String banner = Loopback.banner(each);
                    assertTrue(banner.startsWith("SSH-2.0-OpenSSH"), banner);
                }
                JsonObject status = status("--state-dir", home.resolve("state").toString());
                assertEquals(17, status.getAsJsonArray("forwards").size());
                assertEquals(1, status.get("logins").getAsInt());
                assertFalse(device.log().contains("MaxStartups"), device.log());
            }
        }
    }

    @Test
    void noClassOfTheScreenIsLoaded() throws IOException {
        try (ClientProcess client =
                ClientProcess.start(home, List.of("-verbose:class"), likeSsh())) {
            client.awaitLog("state=UP");
            String classes = client.out();
            assertTrue(classes.contains("org.tunnelfun.desktop.engine.Tunnels"));
            assertFalse(classes.contains(" javafx."), "javafx");
            assertFalse(classes.contains(" com.sun.javafx."), "javafx");
            assertFalse(classes.contains(" dorkbox."), "dorkbox");
            assertFalse(classes.contains(" java.awt."), "awt");
            assertFalse(classes.contains("JoranConfigurator"), "XML");
            assertFalse(classes.contains(" ch.qos.logback.classic.pattern."), "130 classes");
            assertFalse(classes.contains(" ch.qos.logback.classic.util.ContextInit"), "a search");
        }
    }

    @Test
    void noJarOfTheScreenIsOpened() throws IOException {
        try (ClientProcess client = ClientProcess.start(home, likeSsh())) {
            client.awaitLog("state=UP proof=proven");
            List<String> open = openFiles(client.pid());
            assertTrue(open.stream().anyMatch(file -> file.contains("jsch")), open.toString());
            assertEquals(
                    List.of(),
                    open.stream().filter(file -> file.matches(".*(javafx|kotlin).*")).toList());
        }
    }

    private static List<String> openFiles(long pid) throws IOException {
        List<String> files = new ArrayList<>();
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path file : open.toList()) {
                files.add(Files.readSymbolicLink(file).toString());
            }
        }
        return files;
    }

    @Test
    void withoutADisplayTheTrayAppNamesTheOtherWay() throws IOException {
        ClientProcess client = ClientProcess.run(home);
        assertEquals(69, client.exitCode());
        assertTrue(client.err().contains("tunnelfun run"), client.err());
    }

    private String[] likeSsh() {
        return likeSsh(sshd.port(), sshd.knownHosts(), sshd.identity());
    }

    private String[] likeSsh(int serverPort, Path knownHosts, Path identity) {
        return new String[] {
            "run",
            "-i",
            identity.toString(),
            "-R",
            port + ":localhost:" + target.port(),
            "--known-hosts",
            knownHosts.toString(),
            "-p",
            "" + serverPort,
            "--state-dir",
            home.resolve("state").toString(),
            sshd.user() + "@127.0.0.1"
        };
    }

    private ClientProcess once(int serverPort, Path knownHosts, Path identity) throws IOException {
        Stream<String> arguments = Stream.of(likeSsh(serverPort, knownHosts, identity));
        return ClientProcess.run(
                home, Stream.concat(arguments, Stream.of("--once")).toArray(String[]::new));
    }
}
