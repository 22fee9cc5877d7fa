package org.tunnelfun.desktop.testing;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A device behind NAT and a server with a real sshd, in network namespaces. The set-up is the fault
 * benchmark's own ({@code src/bench/faults}). Needs {@link Need#ROOT}.
 */
public final class NetLab implements Closeable {

    /** The server's address. */
    public static final String SERVER = "10.77.2.2";

    /** The forwarded port that is watched on the server. */
    public static final int PORT = 2000;

    private static final Path SCRIPTS =
            Tools.projectRoot().resolve("desktop-client/src/bench/faults");
    private static final AtomicInteger COUNTER = new AtomicInteger();

    private final String name =
            "tft" + ProcessHandle.current().pid() + "x" + COUNTER.incrementAndGet();
    private final List<Process> processes = new CopyOnWriteArrayList<>();
    private final List<Boolean> visits = new CopyOnWriteArrayList<>();
    private final RealSshd sshd;
    private Process target;

    public NetLab() throws IOException {
        Tools.program("ip", "netns");
        Tools.program("iptables", "netns");
        net("up");
        try {
            sshd = RealSshd.with().inside(name + "-s", SERVER).start();
            targetUp();
            Process probe =
                    start(onServer("python3", SCRIPTS.resolve("probe.py").toString(), "" + PORT));
            Thread reader = new Thread(() -> read(probe), "visits");
            reader.setDaemon(true);
            reader.start();
        } catch (IOException | RuntimeException e) {
            net("down");
            throw e;
        }
    }

    public RealSshd sshd() {
        return sshd;
    }

    /** A command that runs on the device. */
    public List<String> onDevice(String... command) {
        return inside("-c", command);
    }

    /** A command that runs on the server. */
    public List<String> onServer(String... command) {
        return inside("-s", command);
    }

    /** {@code cut}, {@code heal}, {@code forget} or {@code move}: see net.sh. */
    public void net(String action) {
        Tools.run(List.of("sh", SCRIPTS.resolve("net.sh").toString(), action, name));
    }

    /** The device's own sshd, on its port 22, comes up. */
    public void targetUp() throws IOException {
        target = start(onDevice("python3", SCRIPTS.resolve("target.py").toString(), "22"));
    }

    /** The device's own sshd goes down. */
    public void targetDown() {
        target.destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> !target.isAlive());
    }

    /** Waits until three visits of the port in a row, begun from now on, hear a banner. */
    public void awaitAnswers(Duration atMost) {
        // Visits that are under way now may still belong to the time before: their limit is 2 s.
        awaitVisits("answers", true, visits.size() + 3, atMost);
    }

    /** Waits until three visits of the port in a row hear none. */
    public void awaitSilence(Duration atMost) {
        awaitVisits("silence", false, visits.size() + 3, atMost);
    }

    /** Starts a program that ends with the lab. */
    public Process start(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        processes.add(process);
        return process;
    }

    @Override
    public void close() throws IOException {
        processes.forEach(Process::destroyForcibly);
        sshd.close();
        net("down");
    }

    private void awaitVisits(String what, boolean good, int from, Duration atMost) {
        await(what + " on port " + PORT)
                .atMost(atMost)
                .until(
                        () -> {
                            int size = visits.size();
                            return size >= from
                                    && visits.subList(size - 3, size).stream()
                                            .allMatch(heard -> heard == good);
                        });
    }

    private List<String> inside(String side, String... command) {
        List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", name + side));
        all.addAll(List.of(command));
        return all;
    }

    private void read(Process probe) {
        try (BufferedReader lines = probe.inputReader()) {
            lines.lines().forEach(line -> visits.add(line.endsWith(" banner")));
        } catch (IOException | UncheckedIOException ended) {
            visits.add(false);
        }
    }
}
