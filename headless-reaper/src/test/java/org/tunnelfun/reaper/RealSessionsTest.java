package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
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

    private static ReaperProcess.Result sweep(String ports, String... more) {
        List<String> all = new ArrayList<>(List.of("sweep", "--json", "--timeout", "3"));
        all.addAll(List.of("--ports", ports));
        all.addAll(List.of(more));
        return reaper.run(all.toArray(String[]::new));
    }

    private static JsonObject only(ReaperProcess.Result result) {
        JsonArray ports = result.json().getAsJsonArray("ports");
        assertEquals(1, ports.size(), result.out() + result.err());
        return ports.get(0).getAsJsonObject();
    }

    private static void assertIs(JsonObject port, String verdict, String action) {
        assertEquals(verdict, port.get("verdict").getAsString(), port.toString());
        assertEquals(action, port.get("action").getAsString(), port.toString());
    }

    private static void freed(Forwarded forwarded) {
        await().atMost(Duration.ofSeconds(30)).until(() -> RealSshd.holder(forwarded.port()) == 0);
    }

    @Test
    void aSessionWhoseClientHangsIsEndedAndALivingOneIsNot() throws IOException {
        Forwarded alive = forward(RealSshd.self());
        Forwarded stale = forward(RealSshd.self());
        stale.freeze();
        ReaperProcess.Result result = sweep(alive.port() + "," + stale.port());
        assertEquals(0, result.code(), result.err());
        for (JsonElement element : result.json().getAsJsonArray("ports")) {
            JsonObject port = element.getAsJsonObject();
            boolean isStale = port.get("port").getAsInt() == stale.port();
            assertIs(port, isStale ? "silent" : "alive", isStale ? "reaped" : "none");
            JsonObject holder = port.getAsJsonObject("holder");
            assertEquals(RealSshd.self(), holder.get("user").getAsString());
            assertTrue(holder.get("program").getAsString().startsWith("sshd"));
            assertTrue(holder.get("peer").getAsString().startsWith("127.0.0.1:"));
            long pid = isStale ? stale.session() : alive.session();
            assertEquals(pid, holder.get("pid").getAsLong());
        }
        assertEquals(1, result.json().get("reaped").getAsInt());
        freed(stale);
        assertTrue(alive.lives());
        assertFalse(stale.lives());
    }

    @Test
    void aSessionThatIsStoppedItselfNeedsKillAndGetsItAtOnce() throws IOException {
        Forwarded stale = forward(RealSshd.self());
        stale.freezeSession();
        JsonObject port = only(sweep("" + stale.port()));
        assertIs(port, "silent", "reaped");
        assertTrue(port.get("reason").getAsString().contains("KILL"), port.toString());
        freed(stale);
    }

    @Test
    void aFrozenSessionWhoseClientIsGoneIsEndedToo() throws IOException {
        Forwarded stale = forward(RealSshd.self());
        stale.freezeSession();
        stale.client().destroyForcibly();
        assertIs(only(sweep("" + stale.port())), "silent", "reaped");
        freed(stale);
    }

    @Test
    void aTunnelWhoseDeviceIsDownIsClosedAndSpared() throws IOException {
        int port = Tools.freePort();
        int nobody = Tools.freePort();
        Forwarded down = sshd.forward(RealSshd.self(), port + ":127.0.0.1:" + nobody, port);
        started.add(down.client());
        assertIs(only(sweep("" + port, "--strikes", "1")), "closed", "spared");
        assertTrue(down.lives());
    }

    @Test
    void aDryRunLeavesAStaleSessionAlone() throws IOException {
        Forwarded stale = forward(RealSshd.self());
        stale.freeze();
        ReaperProcess.Result result = sweep("" + stale.port(), "--dry-run");
        assertEquals(0, result.code());
        assertIs(only(result), "silent", "would-reap");
        assertTrue(stale.lives());
    }

    @Test
    void theSshdThatAcceptsEverybodyIsForeignOnAWatchedPort() {
        assertIs(only(sweep("" + sshd.port())), "foreign", "spared");
        assertTrue(RealSshd.listens(sshd.port()));
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
                .until(() -> RealSshd.holder(http) > 0 && RealSshd.holder(mute) > 0);
        for (JsonElement port : sweep(http + "," + mute).json().getAsJsonArray("ports")) {
            assertIs(port.getAsJsonObject(), "foreign", "spared");
        }
        assertTrue(server.isAlive() && silent.isAlive());
    }

    @Test
    void aSessionWithATerminalIsSparedWhileItsClientOnlyHangs() throws IOException {
        Forwarded terminal = forward(RealSshd.self(), "-tt", "command:sleep 600");
        terminal.freeze();
        JsonObject port = only(sweep("" + terminal.port()));
        assertIs(port, "silent", "spared");
        assertTrue(port.get("reason").getAsString().contains("terminal"));
        assertTrue(terminal.lives());
    }

    @Test
    void aSessionWithAnotherPortThatLivesIsSpared() throws IOException {
        int mute = Tools.freePort();
        String python = Tools.program("python3", "apt-get install python3");
        String script =
                "import socket,time\ns=socket.create_server(('127.0.0.1',%d))\ntime.sleep(600)";
        started.add(new ProcessBuilder(python, "-c", script.formatted(mute)).start());
        await().atMost(Duration.ofSeconds(60)).until(() -> RealSshd.holder(mute) > 0);
        int first = Tools.freePort();
        int second = Tools.freePort();
        Forwarded both =
                sshd.forward(
                        RealSshd.self(),
                        first + ":127.0.0.1:" + mute,
                        first,
                        "-R",
                        second + ":127.0.0.1:" + sshd.port());
        started.add(both.client());
        JsonObject port = only(sweep("" + first));
        assertIs(port, "silent", "spared");
        assertTrue(port.get("reason").getAsString().contains("port " + second), port.toString());
        assertTrue(both.lives());
    }

    @Test
    void ipv4OnlyAndIpv6OnlyForwardsAreBothProbedAndReaped() throws IOException {
        for (String bind : List.of("127.0.0.1", "[::1]")) {
            int port = Tools.freePort();
            try (RealSshd gateway = new RealSshd("GatewayPorts clientspecified")) {
                String spec = bind + ":" + port + ":127.0.0.1:" + sshd.port();
                Forwarded one = gateway.forward(RealSshd.self(), spec, port);
                assertIs(only(sweep("" + port)), "alive", "none");
                one.freeze();
                JsonObject entry = only(sweep("" + port));
                assertIs(entry, "silent", "reaped");
                JsonArray probes = entry.getAsJsonArray("probes");
                assertEquals(2, probes.size());
                assertEquals(
                        bind + ":" + port, probes.get(0).getAsJsonObject().get("to").getAsString());
            }
        }
    }

    @Test
    void forwardsOnAllAddressesAreReachedOverLoopback() throws IOException {
        try (RealSshd gateway = new RealSshd("GatewayPorts yes")) {
            Forwarded wide = gateway.forward(RealSshd.self());
            assertIs(only(sweep("" + wide.port())), "alive", "none");
            wide.freeze();
            assertIs(only(sweep("" + wide.port())), "silent", "reaped");
            freed(wide);
        }
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void ofAnotherAccountsSessionTheUnprivilegedHalfIsEndedAndTheRestFollows() throws IOException {
        Forwarded stale = forward("nobody");
        stale.freeze();
        JsonObject port = only(sweep("" + stale.port()));
        assertIs(port, "silent", "reaped");
        assertEquals("nobody", port.getAsJsonObject("holder").get("user").getAsString());
        freed(stale);
        assertTrue(RealSshd.listens(sshd.port()));
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
            ReaperProcess.Result result =
                    user.run(
                            "sweep",
                            "--json",
                            "--timeout",
                            "3",
                            "--ports",
                            mine.port() + "," + roots.port());
            assertEquals(1, result.code(), result.err());
            for (JsonElement element : result.json().getAsJsonArray("ports")) {
                JsonObject port = element.getAsJsonObject();
                boolean isMine = port.get("port").getAsInt() == mine.port();
                assertIs(port, "silent", isMine ? "reaped" : "spared");
                if (!isMine) {
                    assertTrue(port.get("reason").getAsString().contains("CAP_SYS_PTRACE"));
                    assertTrue(port.getAsJsonObject("holder").get("pid").isJsonNull());
                }
            }
            freed(mine);
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
                ReaperProcess.Result result =
                        service.run(
                                "sweep", "--json", "--timeout", "3", "--ports", "" + stale.port());
                boolean complete = missing.equals("none");
                assertIs(only(result), "silent", complete ? "reaped" : "spared");
                assertEquals(complete ? 0 : 1, result.code());
                if (!complete) {
                    String name = "CAP_" + missing.toUpperCase(java.util.Locale.ROOT);
                    assertTrue(
                            only(result).get("reason").getAsString().contains(name), result.out());
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
