package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.testing.Listeners;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** The program against a real sshd with real sessions, frozen and alive. */
@Requires(Need.LINUX)
class RealSessionsTest {
    private static RealSshd sshd;
    private static ReaperProcess reaper;

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        sshd = new RealSshd();
        reaper = new ReaperProcess();
    }

    @AfterAll
    static void stop() throws IOException {
        sshd.close();
        reaper.close();
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private Forwarded forward(String account, String... more) throws IOException {
        Forwarded forwarded = sshd.forward(account, more);
        started.add(forwarded.client());
        return forwarded;
    }

    @Test
    void aSessionWhoseClientHangsIsEndedAndALivingOneIsNot() throws IOException {
        Forwarded alive = forward(RealSshd.self());
        Forwarded stale = forward(RealSshd.self());
        stale.freeze();
        ReaperProcess.Result result = reaper.sweep(List.of(alive.port(), stale.port()));
        assertEquals(0, result.code(), result.err());
        for (Forwarded each : List.of(alive, stale)) {
            JsonObject port =
                    each == stale
                            ? result.says(each.port(), "silent", "reaped")
                            : result.says(each.port(), "alive", "none");
            JsonObject holder = port.getAsJsonObject("holder");
            assertEquals(RealSshd.self(), holder.get("user").getAsString());
            assertTrue(holder.get("program").getAsString().startsWith("sshd"));
            assertTrue(holder.get("peer").getAsString().startsWith("127.0.0.1:"));
            assertEquals(each.session(), holder.get("pid").getAsLong());
        }
        assertEquals(1, result.json().get("reaped").getAsInt());
        stale.freed();
        assertTrue(alive.lives());
        assertFalse(stale.lives());
    }

    @Test
    void aSessionThatIsStoppedItselfNeedsKillAndGetsItAtOnce() throws IOException {
        Forwarded stale = forward(RealSshd.self());
        stale.freezeSession();
        JsonObject port = reaper.sweep(stale.port()).says(stale.port(), "silent", "reaped");
        assertTrue(port.get("reason").getAsString().contains("KILL"), port.toString());
        stale.freed();
    }

    @Test
    void aFrozenSessionWhoseClientIsGoneIsEndedToo() throws IOException {
        Forwarded stale = forward(RealSshd.self());
        stale.freezeSession();
        stale.client().destroyForcibly();
        reaper.sweep(stale.port()).says(stale.port(), "silent", "reaped");
        stale.freed();
    }

    @Test
    void aTunnelWhoseDeviceIsDownIsClosedAndSpared() throws IOException {
        int port = Tools.freePort();
        int nobody = Tools.freePort();
        Forwarded down = sshd.forward(RealSshd.self(), port + ":127.0.0.1:" + nobody, port);
        started.add(down.client());
        reaper.sweep(port, "--strikes", "1").says(port, "closed", "spared");
        assertTrue(down.lives());
    }

    @Test
    void aDryRunLeavesAStaleSessionAlone() throws IOException {
        Forwarded stale = forward(RealSshd.self());
        stale.freeze();
        ReaperProcess.Result result = reaper.sweep(stale.port(), "--dry-run");
        assertEquals(0, result.code());
        result.says(stale.port(), "silent", "would-reap");
        assertTrue(stale.lives());
    }

    @Test
    void theSshdThatAcceptsEverybodyIsForeignOnAWatchedPort() {
        reaper.sweep(sshd.port()).says(sshd.port(), "foreign", "spared");
        assertTrue(Listeners.listens(sshd.port()));
    }

    @Test
    void anHttpServerAndASilentServerOnWatchedPortsSurvive() throws IOException {
        int http = Tools.freePort();
        int mute = Tools.freePort();
        String python = Tools.program("python3", "apt-get install python3");
        Process server =
                new ProcessBuilder(python, "-m", "http.server", "-b", "127.0.0.1", "" + http)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        started.add(server);
        String script =
                "import socket,time\ns=socket.create_server(('::1',%d),family=socket.AF_INET6)\n"
                        + "time.sleep(600)";
        Process silent = new ProcessBuilder(python, "-c", script.formatted(mute)).start();
        started.add(silent);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> Listeners.holder(http) > 0 && Listeners.holder(mute) > 0);
        ReaperProcess.Result result = reaper.sweep(List.of(http, mute));
        result.says(http, "foreign", "spared");
        result.says(mute, "foreign", "spared");
        assertTrue(server.isAlive() && silent.isAlive());
    }

    @Test
    void aSessionWithATerminalIsSparedWhileItsClientOnlyHangs() throws IOException {
        Forwarded terminal = forward(RealSshd.self(), "-tt", "command:sleep 600");
        terminal.freeze();
        JsonObject port = reaper.sweep(terminal.port()).says(terminal.port(), "silent", "spared");
        assertTrue(port.get("reason").getAsString().contains("terminal"));
        assertTrue(terminal.lives());
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void ofAnotherAccountsSessionTheUnprivilegedHalfIsEndedAndTheRestFollows() throws IOException {
        Forwarded stale = forward("nobody");
        stale.freeze();
        JsonObject port = reaper.sweep(stale.port()).says(stale.port(), "silent", "reaped");
        assertEquals("nobody", port.getAsJsonObject("holder").get("user").getAsString());
        stale.freed();
        assertTrue(Listeners.listens(sshd.port()));
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void anOrdinaryUserEndsHisOwnSessionsAndOnlyReportsOthers() throws IOException {
        String[] daemon = {"setpriv", "--reuid", "daemon", "--regid", "daemon", "--clear-groups"};
        try (RealSshd own = new RealSshd(List.of(daemon));
                ReaperProcess user = new ReaperProcess(daemon)) {
            Forwarded mine = own.forward("daemon");
            Forwarded roots = forward("root");
            mine.freeze();
            roots.freeze();
            ReaperProcess.Result result = user.sweep(List.of(mine.port(), roots.port()));
            assertEquals(1, result.code(), result.err());
            result.says(mine.port(), "silent", "reaped");
            JsonObject spared = result.says(roots.port(), "silent", "spared");
            assertTrue(spared.get("reason").getAsString().contains("CAP_SYS_PTRACE"));
            assertTrue(spared.getAsJsonObject("holder").get("pid").isJsonNull());
            mine.freed();
            assertTrue(roots.lives());
        }
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void threeCapabilitiesAreEnoughAndWithoutAnyOfThemItReportsOnly() throws IOException {
        List<String> all = List.of("sys_ptrace", "dac_read_search", "kill");
        for (String missing : List.of("kill", "sys_ptrace", "dac_read_search", "none")) {
            String caps =
                    all.stream()
                            .filter(c -> !c.equals(missing))
                            .map(c -> ",+" + c)
                            .reduce("-all", String::concat);
            Forwarded stale = forward("root");
            stale.freeze();
            try (ReaperProcess service =
                    new ReaperProcess(
                            "setpriv",
                            "--reuid",
                            "daemon",
                            "--regid",
                            "daemon",
                            "--clear-groups",
                            "--inh-caps",
                            caps,
                            "--ambient-caps",
                            caps,
                            "--bounding-set",
                            caps,
                            "--no-new-privs")) {
                ReaperProcess.Result result = service.sweep(stale.port());
                boolean complete = missing.equals("none");
                JsonObject entry =
                        result.says(stale.port(), "silent", complete ? "reaped" : "spared");
                assertEquals(complete ? 0 : 1, result.code());
                if (!complete) {
                    String name = "CAP_" + missing.toUpperCase(java.util.Locale.ROOT);
                    assertTrue(entry.get("reason").getAsString().contains(name), result.out());
                    assertTrue(stale.lives());
                }
            }
        }
    }

    @Test
    void asTextEverythingFitsEightyColumns() throws IOException {
        Forwarded stale = forward(RealSshd.self());
        stale.freeze();
        ReaperProcess.Result result =
                reaper.run("sweep", "--timeout", "3", "--ports", stale.port() + "," + sshd.port());
        assertTrue(result.out().contains("reaped"), result.out());
        assertTrue(result.out().lines().allMatch(l -> l.length() <= 80), result.out());
    }
}
