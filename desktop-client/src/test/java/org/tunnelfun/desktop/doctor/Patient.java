package org.tunnelfun.desktop.doctor;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.config.Destination;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.config.Settings;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.SshdConfig;

/** A tunnel on a real sshd that is well until a test spoils it, and the doctor who examines it. */
final class Patient implements Closeable {

    private static final JschSsh SSH = new JschSsh();

    final RealSshd sshd;
    final int port = FreePort.next();
    String bind = "localhost";
    BannerTarget target;
    ServerConfig server;
    final Map<String, Object> staleness = new HashMap<>();

    /** Seconds; less than usual, because some faults last until a limit. */
    final Map<String, Object> retry = new HashMap<>(Map.of("connectTimeout", 2L));

    private Optional<DoctorProcess> process = Optional.empty();
    private final List<Closeable> open = new ArrayList<>();

    Patient() throws IOException {
        this(RealSshd.with());
    }

    Patient(SshdConfig config) throws IOException {
        sshd = config.start();
        open.add(sshd::close);
        target = closing(BannerTarget.start());
        server = server(sshd.port(), sshd.knownHosts(), sshd.identity());
    }

    /** Remembers what is to be closed at the end. */
    <T extends Closeable> T closing(T one) {
        open.add(0, one);
        return one;
    }

    @Override
    public void close() throws IOException {
        for (Closeable each : open) {
            each.close();
        }
    }

    ServerConfig server(int serverPort, Path knownHosts, Path identity) {
        return ServerConfig.of("test", "127.0.0.1", serverPort, sshd.user())
                .withIdentityFile(identity)
                .withKnownHosts(knownHosts, StrictHostKeyChecking.YES);
    }

    /** The server is at another port than its sshd. */
    void meet(int serverPort) {
        server = server(serverPort, sshd.knownHosts(), sshd.identity());
    }

    /** Another sshd, which lets the same key in. */
    RealSshd hop() throws IOException {
        RealSshd hop = RealSshd.stock();
        open.add(0, hop::close);
        Files.writeString(hop.authorizedKeys(), publicKey());
        return hop;
    }

    /** The server is reached over these, whose host keys are known. */
    void over(RealSshd... hops) throws IOException {
        StringBuilder known = new StringBuilder(Files.readString(sshd.knownHosts()));
        List<Destination> jumps = new ArrayList<>();
        for (RealSshd hop : hops) {
            known.append(Files.readString(hop.knownHosts()));
            jumps.add(Destination.parse(hop.user() + "@127.0.0.1:" + hop.port()));
        }
        Path file = Files.writeString(sshd.folder().resolve("known"), known);
        server =
                server.withKnownHosts(file, StrictHostKeyChecking.YES)
                        .withWay(jumps, Optional.empty());
    }

    void logInWith(Path key) {
        server = server(sshd.port(), sshd.knownHosts(), key);
    }

    /** Only these host keys are trusted. */
    void knows(String lines) throws IOException {
        Path known = Files.writeString(sshd.folder().resolve("known"), lines);
        server = server(sshd.port(), known, sshd.identity());
    }

    /** Somebody else's session has the port; that session. */
    ProcessHandle heldByAnotherSession() throws IOException {
        String forward = "localhost:" + port + ":127.0.0.1:" + target.port();
        Process holder = new ProcessBuilder(sshd.ssh("-N", "-R", forward)).start();
        closing(holder::destroyForcibly);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Loopback.banner(port).startsWith("SSH-"));
        return sshd.session();
    }

    /** The doctor is a process of its own from now on, for which the environment is another. */
    void asProcess(List<String> before, Map<String, String> environment) {
        process = Optional.of(new DoctorProcess(before, environment));
    }

    /** More addresses of the server. */
    void servesAlso(List<HostPort> hosts) {
        server = server.withHosts(hosts);
    }

    /** Where the server's reaper should be. */
    void asksTheReaperAt(int reaperPort) {
        server = server.withReaperPort(reaperPort);
    }

    /** What stands before the key in authorized_keys from now on. */
    void authorize(String options) throws IOException {
        Files.writeString(sshd.authorizedKeys(), options + " " + publicKey());
    }

    String publicKey() throws IOException {
        return Files.readString(sshd.identity().resolveSibling("id.pub"));
    }

    TunnelConfig tunnel() {
        Forward forward =
                new Forward(
                        new Forward.Remote(bind, port),
                        new Forward.Target("localhost", target.port()),
                        Forward.Expect.SSH);
        return new TunnelConfig(
                "nas",
                server,
                Optional.empty(),
                true,
                List.of(forward),
                Settings.retry(retry),
                Settings.staleness(staleness));
    }

    Doctor doctor() {
        return new Doctor(SSH, tunnel(), Doctor.Holder.NOBODY, f -> {});
    }

    List<Finding> examine() {
        try {
            return process.isPresent()
                    ? process.get().examine(sshd.folder(), tunnel(), retry)
                    : doctor().examine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param text and {@code mend} may have {@code {port}} and the like in them
     */
    void hasFinding(Finding.Result result, String step, String text, String mend) {
        if (result == Finding.Result.PROBLEM) {
            hasProblem(step, filled(text), filled(mend));
        } else {
            hasNote(step, filled(text), filled(mend));
        }
    }

    private String filled(String text) {
        return text.replace("{port}", "" + port)
                .replace("{server}", "" + sshd.port())
                .replace("{target}", "" + target.port())
                .replace("{folder}", "" + sshd.folder())
                .replace("{key}", "" + sshd.identity())
                .replace("{user}", sshd.user())
                .replace("{me}", System.getProperty("user.name"));
    }

    /** The one problem is this one, and what mends it is named. */
    void hasProblem(String step, String text, String mend) {
        List<Finding> problems = problems(examine());
        assertFalse(problems.isEmpty(), "nothing found");
        Finding finding =
                problems.stream()
                        .filter(f -> f.step().equals(step))
                        .findFirst()
                        .orElse(problems.get(0));
        assertEquals(step, finding.step(), () -> text(problems));
        says(finding, text, mend);
    }

    /** Nothing is wrong, and this is told. */
    void hasNote(String step, String text, String mend) {
        List<Finding> findings = examine();
        assertEquals(List.of(), problems(findings), () -> text(findings));
        Finding finding =
                findings.stream()
                        .filter(f -> f.step().equals(step) && f.result() == Finding.Result.NOTE)
                        .findFirst()
                        .orElseThrow(() -> new AssertionError(text(findings)));
        says(finding, text, mend);
    }

    private static void says(Finding finding, String text, String mend) {
        assertTrue(finding.text().contains(text), finding::toString);
        assertTrue(finding.mend().contains(mend), finding::toString);
    }

    static List<Finding> problems(List<Finding> findings) {
        return findings.stream().filter(f -> f.result() == Finding.Result.PROBLEM).toList();
    }

    static String text(List<Finding> findings) {
        return findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }
}
