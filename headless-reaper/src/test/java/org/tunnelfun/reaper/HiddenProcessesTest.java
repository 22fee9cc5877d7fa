package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.judge.Judge;
import org.tunnelfun.reaper.judge.Verdict;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.Sessions;
import org.tunnelfun.reaper.testing.Device;
import org.tunnelfun.reaper.testing.Listeners;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** A {@code /proc} that is hidden, in motion, or full of the dead; and a process without means. */
@Requires(Need.LINUX)
class HiddenProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** In a mount namespace of its own: others' processes are invisible (proc(5)). */
    private static final List<String> HIDDEN =
            List.of(
                    "unshare",
                    "-m",
                    "sh",
                    "-c",
                    "mount -t proc -o hidepid=2 proc /proc && exec \"$@\"",
                    "sh");

    private static RealSshd sshd;
    private static Device device;

    @BeforeAll
    static void start() throws IOException {
        sshd = new RealSshd();
        device = Device.living();
    }

    @AfterAll
    static void stop() throws IOException {
        sshd.close();
        device.close();
    }

    private static Forwarded stale() throws IOException {
        Forwarded stale = sshd.forward(RealSshd.self());
        stale.freeze();
        return stale;
    }

    private static String[] hiddenAsDaemon(String... capabilities) {
        List<String> all = new ArrayList<>(HIDDEN);
        all.addAll(List.of("setpriv", "--reuid", "daemon", "--regid", "daemon", "--clear-groups"));
        all.add("--no-new-privs");
        String caps = String.join(",", capabilities);
        if (!caps.isEmpty()) {
            all.addAll(List.of("--inh-caps", caps, "--ambient-caps", caps, "--bounding-set", caps));
        }
        return all.toArray(String[]::new);
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void whereProcessesAreHiddenTheThreeCapabilitiesStillFindTheSession() throws IOException {
        Forwarded alive = sshd.forward(RealSshd.self());
        Forwarded stale = stale();
        String[] caps = hiddenAsDaemon("-all", "+sys_ptrace", "+dac_read_search", "+kill");
        try (ReaperProcess service = new ReaperProcess(caps)) {
            ReaperProcess.Result result = service.sweep(List.of(alive.port(), stale.port()));
            JsonObject reaped = result.says(stale.port(), "silent", "reaped");
            assertEquals(stale.session(), reaped.getAsJsonObject("holder").get("pid").getAsLong());
            result.says(alive.port(), "alive", "none");
        }
        stale.freed();
        assertTrue(alive.lives());
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void whereProcessesAreHiddenAndCannotBeSeenItReportsOnly() throws IOException {
        List<String> look = new ArrayList<>(List.of(hiddenAsDaemon()));
        look.addAll(List.of("sh", "-c", "test -e /proc/1 && echo seen || echo hidden"));
        assertEquals("hidden", Tools.run(look).strip());
        Forwarded stale = stale();
        // No tunnel at all, which nobody can know who does not see its holder.
        try (Device closes = Device.closing();
                ReaperProcess blind = new ReaperProcess(hiddenAsDaemon())) {
            ReaperProcess.Result result = blind.sweep(List.of(stale.port(), closes.port()));
            String shut =
                    result.says(closes.port(), "closed", "spared").get("reason").getAsString();
            assertEquals(Judge.words(Verdict.CLOSED, Holder.Kind.UNSEEN, false), shut);
            JsonObject spared = result.says(stale.port(), "silent", "spared");
            assertTrue(spared.get("reason").getAsString().contains("cannot be seen"));
            assertTrue(spared.getAsJsonObject("holder").get("pid").isJsonNull());
            assertEquals(1, result.code());
        }
        assertTrue(stale.lives());
    }

    /**
     * As in a container that was given the machine's {@code /proc}: what is read there under a pid
     * is one process, and a signal to that pid goes to another one.
     */
    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void whereProcIsThatOfOtherPidsItReportsOnly() throws IOException {
        Forwarded stale = stale();
        String namesake =
                "echo %d > /proc/sys/kernel/ns_last_pid; sleep 300 & \"$@\"; code=$?;"
                        + " kill -0 %d && echo namesake lives >&2; exit $code";
        String script = namesake.formatted(stale.session() - 1, stale.session());
        try (ReaperProcess reaper = new ReaperProcess("unshare", "-pf", "sh", "-c", script, "sh")) {
            ReaperProcess.Result result =
                    reaper.run("sweep", "--json", "--timeout", "1", "--ports", "" + stale.port());
            assertTrue(result.err().contains("namesake lives"), result.err());
            JsonObject spared = result.says(stale.port(), "silent", "spared");
            String reason = spared.get("reason").getAsString();
            assertTrue(reason.contains("another pid namespace"), reason);
            assertEquals(1, result.code());
        }
        assertTrue(stale.lives());
    }

    /** Its parent is stopped and cannot ask how it ended. */
    @Test
    void aSessionThatRemainsAsAZombieHasFreedItsPort() throws IOException {
        Forwarded stale = stale();
        long parent = ProcessHandle.of(stale.session()).orElseThrow().parent().orElseThrow().pid();
        try (ReaperProcess reaper = new ReaperProcess()) {
            Tools.signal("STOP", parent);
            JsonObject entry = reaper.sweep(stale.port()).says(stale.port(), "silent", "reaped");
            assertTrue(entry.get("reason").getAsString().contains("port free after"));
            assertTrue(stale.isZombie());
            assertEquals(0, Listeners.holder(stale.port()));
            ReaperProcess.Result again = reaper.sweep(stale.port());
            assertTrue(again.json().getAsJsonArray("ports").isEmpty(), again.out());
        } finally {
            Tools.signal("CONT", parent);
        }
    }

    @Test
    void processesThatComeAndGoByTheHundredHideNoSession() throws Exception {
        Forwarded session = sshd.forward(RealSshd.self());
        Process churn =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "while :; do for i in 1 2 3 4 5 6 7 8 9 10; do true | true & done;"
                                        + " wait; done")
                        .start();
        try {
            Sessions sessions = new Sessions(Path.of("/proc"), Path.of("/etc/passwd"));
            Ports ports = Ports.parse("" + session.port());
            for (int look = 0; look < 300; look++) {
                List<Holder> holders = sessions.observe(ports, true).holders();
                assertEquals(1, holders.size());
                assertEquals(session.session(), holders.get(0).pid());
                assertEquals(Holder.Kind.SESSION, holders.get(0).kind());
            }
            assertTrue(churn.isAlive());
        } finally {
            churn.destroyForcibly();
        }
    }

    @Test
    void withHardlyAnyDescriptorsItIsSlowAndNeverWrong() throws IOException {
        List<Integer> ports =
                IntStream.range(0, 60).mapToObj(i -> Tools.freePort()).distinct().toList();
        List<String> more = new ArrayList<>();
        ports.stream().skip(1).forEach(p -> more.addAll(List.of("-R", device.behind("", p))));
        Forwarded many =
                sshd.forward(
                        RealSshd.self(),
                        device.behind("", ports.get(0)),
                        ports.get(0),
                        more.toArray(String[]::new));
        int last = ports.get(ports.size() - 1);
        await().atMost(PATIENCE).until(() -> Listeners.holder(last) == many.session());
        Forwarded stale = stale();
        List<Integer> all = new ArrayList<>(ports);
        all.add(stale.port());
        try (ReaperProcess poor =
                new ReaperProcess("sh", "-c", "ulimit -n 64 && exec \"$@\"", "sh")) {
            ReaperProcess.Result result = poor.sweep(all);
            ports.forEach(p -> result.says(p, "alive", "none"));
            result.says(stale.port(), "silent", "reaped");
            assertTrue(result.err().contains("the descriptor limit is 64"), result.err());
        }
        assertTrue(many.lives());
        assertFalse(stale.lives());
    }
}
