package org.tunnelfun.desktop.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.config.Settings;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.SshdConfig;

/** A tunnel on a real sshd that is well until a test spoils it, and the doctor who examines it. */
final class Patient implements Closeable {

    private static final JschSsh SSH = new JschSsh();

    final RealSshd sshd;
    final int port = FreePort.next();
    BannerTarget target;
    ServerConfig server;
    final Map<String, Object> staleness = new HashMap<>();

    /** Seconds; less than usual, because some faults last until a limit. */
    final Map<String, Object> retry = new HashMap<>(Map.of("connectTimeout", 2L));

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
                        new Forward.Remote("localhost", port),
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
        return doctor().examine();
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
