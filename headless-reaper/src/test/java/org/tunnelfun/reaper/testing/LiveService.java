package org.tunnelfun.reaper.testing;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;

/**
 * Run by a test where a systemd of its own is pid 1 ({@code installers/linux/live-systemd}):
 * installs the service, uses it, harms it, and takes it away. Prints each step that was right.
 */
public final class LiveService {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String UNIT = "tunnelfun-reaper.service";
    private static final Path CONFIG = Path.of("/etc/tunnelfun/reaper.json");
    private static final Path DROP_IN = Path.of("/run/systemd/system/" + UNIT + ".d/test.conf");

    private final String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    private final Path jar;

    private LiveService(Path jar) {
        this.jar = jar;
    }

    /** Argument: the reaper's jar. */
    public static void main(String[] args) throws Exception {
        try {
            new LiveService(Path.of(args[0])).run();
        } catch (Throwable e) {
            System.out.println(journal("-n 40"));
            throw e;
        }
    }

    private void run() throws Exception {
        Files.createDirectories(Path.of("/run/sshd"));
        clean();
        install();
        rights();
        walls();
        reaps();
        reloads();
        restarts();
        failsVisibly();
        startsAtBoot();
        uninstall();
    }

    private static void fine(String step) {
        System.out.println("fine: " + step);
    }

    /** What this machine may have of an earlier installation; it is not touched, only not seen. */
    private void clean() {
        sh("rm -rf /etc/tunnelfun /var/lib/tunnelfun /run/tunnelfun /usr/local/lib/tunnelfun");
        sh(
                "rm -f /usr/local/bin/tunnelfun-reaper; ! id -u tunnelfun-reaper || userdel tunnelfun-reaper");
    }

    private void install() throws IOException {
        Files.createDirectories(DROP_IN.getParent());
        dropIn("");
        // A Java in somebody's home, which the unit hides.
        String there = "/root/live-java";
        sh("mkdir " + there + " && mount --bind " + System.getProperty("java.home") + " " + there);
        String refused = sh(there + "/bin/java -jar " + jar + " install --ports 1 2>&1; echo $?");
        assertTrue(refused.contains("ProtectHome") && refused.endsWith("1\n"), refused);
        sh("umount " + there + " && rmdir " + there);
        sh(java + " -jar " + jar + " install --ports 2000-2099");
        // No wait: install ends when the service answers.
        assertTrue(sh("tunnelfun-reaper status").contains("watching 2000-2099"));
        assertEquals("active enabled", show("ActiveState") + " " + show("UnitFileState"));
        assertTrue(journal("").contains("INFO watching 2000-2099 every 20 s"), journal(""));
        assertTrue(Files.exists(Path.of("/usr/local/lib/tunnelfun/tunnelfun-reaper.jsa")));
        fine("installed, enabled, started, and ready when install ends");
    }

    private void rights() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc/" + pid() + "/status"));
        String uid = sh("id -u tunnelfun-reaper").strip();
        assertTrue(status.contains("Uid:\t" + String.join("\t", uid, uid, uid, uid)), "" + status);
        // CAP_DAC_READ_SEARCH (2), CAP_KILL (5) and CAP_SYS_PTRACE (19), in all five sets.
        long three = 1 << 2 | 1 << 5 | 1 << 19;
        for (String set : List.of("Inh", "Prm", "Eff", "Bnd", "Amb")) {
            assertTrue(status.contains("Cap%s:\t%016x".formatted(set, three)), set + status);
        }
        assertTrue(
                status.contains("NoNewPrivs:\t1") && status.contains("Seccomp:\t2"), "" + status);
        assertEquals(
                "rw-------", sh("stat -c %A /etc/tunnelfun/reaper.token").strip().substring(1));
        fine("its own user with exactly three capabilities, no new privileges, a seccomp filter");
    }

    /** Tried as the service is: in its mounts, and in its control group. */
    private void walls() {
        String there = "nsenter -t " + pid() + " -m ";
        for (String folder : List.of("/usr", "/etc", "/boot", "/home", "/root")) {
            assertTrue(sh(there + "touch " + folder + "/x 2>&1 || true").contains("Read-only"));
        }
        assertEquals("", sh(there + "ls -A /root"));
        sh(there + "touch /var/lib/tunnelfun/x && rm /var/lib/tunnelfun/x");
        sh("ip addr add 192.0.2.1/32 dev lo");
        String group = "/sys/fs/cgroup" + show("ControlGroup") + "/cgroup.procs";
        try (ServerSocket everywhere = new ServerSocket(0)) {
            String visit = "timeout 2 bash -c '</dev/tcp/%s/" + everywhere.getLocalPort() + "'";
            String inside = "echo $$ >" + group + " && ! " + visit.formatted("192.0.2.1");
            sh(visit.formatted("192.0.2.1"));
            sh(inside + " && " + visit.formatted("127.0.0.1"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        fine("it writes nowhere but to its state, and reaches nothing but the loopback");
    }

    private void reaps() throws IOException {
        write("\"ports\":\"12000-30000\",\"interval\":1,\"timeout\":2");
        sh("systemctl reload " + UNIT);
        await().atMost(PATIENCE).until(() -> journal("").contains("config reloaded, 18001 ports"));
        try (RealSshd sshd = new RealSshd()) {
            Forwarded living = sshd.forward("daemon");
            Forwarded stale = sshd.forward("daemon");
            await().atMost(PATIENCE).until(() -> why(stale.port()).contains("alive"));
            stale.freeze();
            stale.freed();
            assertFalse(stale.lives());
            await().atMost(PATIENCE).until(() -> why(stale.port()).contains("silent, reaped"));
            await().atMost(PATIENCE)
                    .until(() -> journal("").contains("decision=reaped port=" + stale.port()));
            String events = sh("cat /var/lib/tunnelfun/events.jsonl");
            assertTrue(events.contains("\"port\":" + stale.port()), events);
            assertTrue(why(living.port()).contains("alive"));
            String again = sh("tunnelfun-reaper recheck " + living.port());
            assertTrue(again.contains("alive"), again);
            assertTrue(living.lives());
        }
        fine("a stale session of a real sshd is ended, a living one kept; status, why, recheck");
    }

    private void reloads() throws IOException {
        long before = pid();
        write("\"ports\":\"none\"");
        sh("systemctl reload " + UNIT);
        await().atMost(PATIENCE).until(() -> journal("-p err").contains("config not reloaded"));
        assertEquals(before, pid());
        assertTrue(sh("tunnelfun-reaper status").contains("watching 12000-30000"));
        fine("a bad config leaves the old one in force, and the journal has it as an error");
    }

    private void restarts() throws IOException {
        write("\"ports\":\"1-65535\"");
        long first = pid();
        sh("kill -KILL " + first);
        restarted(first, 1);
        assertTrue(sh("tunnelfun-reaper status").contains("watching 1-65535"));
        fine("after kill -9 it is started again");

        dropIn("Environment=_JAVA_OPTIONS=-Xmx12m\n");
        sh("systemctl daemon-reload && systemctl restart " + UNIT);
        long second = pid();
        write(
                "\"ports\":\"1-65535\",\"names\":"
                        + IntStream.rangeClosed(1, 65_535)
                                .mapToObj(port -> "\"%d\":\"device-%d\"".formatted(port, port))
                                .collect(Collectors.joining(",", "{", "}")));
        sh("systemctl reload " + UNIT);
        await().atMost(PATIENCE).until(() -> journal("").contains("status=3/NOTIMPLEMENTED"));
        write("\"ports\":\"2000-2099\"");
        restarted(second, 1);
        fine("after it ran out of memory it is started again");
    }

    private void restarted(long old, int least) {
        await().atMost(PATIENCE)
                .until(
                        () ->
                                show("ActiveState").equals("active")
                                        && pid() != old
                                        && Integer.parseInt(show("NRestarts")) >= least);
    }

    private void failsVisibly() throws IOException {
        dropIn("");
        sh("systemctl daemon-reload");
        write("\"ports\":\"none\"");
        assertNotEquals("0", sh("systemctl restart " + UNIT + " >/dev/null 2>&1; echo $?").strip());
        await().atMost(PATIENCE).until(() -> show("ActiveState").equals("failed"));
        assertEquals("78", show("ExecMainStatus"));
        String said = sh(java + " -jar " + jar + " install 2>&1; echo code $?");
        assertTrue(said.contains("code 1"), said);
        write("\"ports\":\"2000-2099\"");
        fine("with a bad config the start fails, install says so, and it is not tried for ever");
    }

    private void startsAtBoot() {
        sh("systemctl reset-failed " + UNIT + " && systemctl start " + UNIT);
        sh("systemctl stop " + UNIT);
        assertEquals("inactive success", show("ActiveState") + " " + show("Result"));
        assertFalse(Files.exists(Path.of("/run/tunnelfun/reaper.sock")));
        sh("systemctl start multi-user.target");
        await().atMost(PATIENCE).until(() -> show("ActiveState").equals("active"));
        fine("it stops when told, and starts with the machine");
    }

    private void uninstall() throws IOException {
        sh("tunnelfun-reaper uninstall");
        String left =
                Stream.of(
                                "/etc/tunnelfun",
                                "/var/lib/tunnelfun",
                                "/run/tunnelfun",
                                "/usr/local/lib/tunnelfun",
                                "/usr/local/bin/tunnelfun-reaper",
                                "/etc/systemd/system/" + UNIT,
                                "/etc/systemd/system/multi-user.target.wants/" + UNIT)
                        .filter(f -> Files.exists(Path.of(f)))
                        .collect(Collectors.joining(" "));
        assertEquals("", left);
        Files.delete(DROP_IN);
        sh("systemctl daemon-reload; ! id -u tunnelfun-reaper; ! getent group tunnelfun-reaper");
        assertEquals("not-found", show("LoadState"));
        assertEquals("0", sh("pgrep -c -f [t]unnelfun-reaper.jar || true").strip());
        fine("uninstall leaves nothing");
    }

    /** Faster than in earnest, or systemd would rightly give up on so many starts. */
    private static void dropIn(String more) throws IOException {
        String fast = "[Unit]\nStartLimitIntervalSec=0\n[Service]\nRestartSec=200ms\n";
        Files.writeString(DROP_IN, fast + more);
    }

    private static void write(String members) throws IOException {
        Files.writeString(CONFIG, "{\"version\":1,\"dryRun\":false," + members + "}");
    }

    private static String why(int port) {
        return sh("tunnelfun-reaper why " + port + " 2>&1 || true");
    }

    private static long pid() {
        return Long.parseLong(show("MainPID"));
    }

    private static String show(String property) {
        return sh("systemctl show -P " + property + " " + UNIT).strip();
    }

    private static String journal(String which) {
        return sh("journalctl --no-pager -o cat -u " + UNIT + " " + which);
    }

    private static String sh(String line) {
        return Tools.run(List.of("sh", "-c", line));
    }
}
