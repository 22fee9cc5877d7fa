package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.reaper.testing.Device;
import org.tunnelfun.reaper.testing.Listeners;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** Forwards of every shape: one family or both, several in a session, on all addresses, of root. */
@Tag("slow")
@Requires(Need.LINUX)
class ShapesOfForwardsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static RealSshd sshd;
    private static RealSshd gateway;
    private static ReaperProcess reaper;
    private static Device living;
    private static Device mute;

    @BeforeAll
    static void start() throws IOException {
        sshd = new RealSshd();
        gateway = new RealSshd("GatewayPorts clientspecified");
        reaper = new ReaperProcess();
        living = Device.living();
        mute = Device.mute();
    }

    @AfterAll
    static void stop() throws IOException {
        reaper.close();
        gateway.close();
        sshd.close();
        living.close();
        mute.close();
    }

    private static long pid(JsonObject entry) {
        return entry.getAsJsonObject("holder").get("pid").getAsLong();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "[::1]"})
    void aForwardOfOneFamilyIsProbedThereAndReaped(String bind) throws IOException {
        int port = Tools.freePort();
        Forwarded one = gateway.forward(RealSshd.self(), living.behind(bind, port), port);
        reaper.sweep(port).says(port, "alive", "none");
        one.freeze();
        JsonArray probes =
                reaper.sweep(port).says(port, "silent", "reaped").getAsJsonArray("probes");
        assertEquals(2, probes.size());
        String to = probes.get(0).getAsJsonObject().get("to").getAsString();
        assertEquals(bind + ":" + port, to);
        one.freed();
    }

    /** One round asks one address; before a session is called silent, each has been asked. */
    @ParameterizedTest
    @CsvSource({"127.0.0.1, [::1], 1", "[::1], 127.0.0.1, 3"})
    void aPortThatAnswersOnOneOfItsTwoAddressesLives(String answers, String silent, int probes)
            throws IOException {
        int port = Tools.freePort();
        Forwarded half =
                gateway.forward(
                        RealSshd.self(),
                        living.behind(answers, port),
                        port,
                        "-R",
                        mute.behind(silent, port));
        await().atMost(PATIENCE).until(() -> Listeners.addresses(port) == 2);
        JsonObject entry = reaper.sweep(port).says(port, "alive", "none");
        assertEquals(probes, entry.getAsJsonArray("probes").size(), entry.toString());
        assertTrue(half.lives());
    }

    @Test
    void aForwardOnAllAddressesIsReachedOverLoopback() throws IOException {
        try (RealSshd open = new RealSshd("GatewayPorts yes")) {
            Forwarded wide = open.forward(RealSshd.self());
            reaper.sweep(wide.port()).says(wide.port(), "alive", "none");
            wide.freeze();
            reaper.sweep(wide.port()).says(wide.port(), "silent", "reaped");
            wide.freed();
        }
    }

    @Test
    void aSessionWithAnotherPortThatLivesIsSpared() throws IOException {
        int first = Tools.freePort();
        int second = Tools.freePort();
        Forwarded both =
                sshd.forward(
                        RealSshd.self(),
                        mute.behind("", first),
                        first,
                        "-R",
                        living.behind("", second));
        await().atMost(PATIENCE).until(() -> Listeners.holder(second) > 0);
        JsonObject entry = reaper.sweep(first).says(first, "silent", "spared");
        assertTrue(entry.get("reason").getAsString().contains("port " + second), entry.toString());
        assertTrue(both.lives());
    }

    @Test
    void aSessionWhosePortsAreAllSilentIsEndedOnceAndFreesThemAll() throws IOException {
        List<Integer> ports = List.of(Tools.freePort(), Tools.freePort(), Tools.freePort());
        Forwarded all =
                sshd.forward(
                        RealSshd.self(),
                        living.behind("", ports.get(0)),
                        ports.get(0),
                        "-R",
                        living.behind("", ports.get(1)),
                        "-R",
                        living.behind("", ports.get(2)));
        await().atMost(PATIENCE).until(() -> Listeners.holder(ports.get(2)) > 0);
        all.freeze();
        ReaperProcess.Result result = reaper.sweep(ports);
        ports.forEach(p -> assertEquals(all.session(), pid(result.says(p, "silent", "reaped"))));
        ports.forEach(p -> assertEquals(0, Listeners.holder(p)));
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void aLoginOfRootIsOneProcessBelowTheMasterWhichStays() throws IOException {
        Forwarded roots = sshd.forward("root");
        long parent = ProcessHandle.of(roots.session()).orElseThrow().parent().orElseThrow().pid();
        roots.freeze();
        reaper.sweep(roots.port()).says(roots.port(), "silent", "reaped");
        roots.freed();
        assertTrue(ProcessHandle.of(parent).isPresent());
        assertTrue(Listeners.listens(sshd.port()));
        Forwarded next = sshd.forward("root");
        reaper.sweep(next.port()).says(next.port(), "alive", "none");
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void sessionsThatAreAProgramOfTheirOwnAreToldApartAsBefore(@TempDir Path folder)
            throws IOException {
        try (RealSshd newer = RealSshd.newer(folder)) {
            for (String account : List.of("root", "nobody")) {
                Forwarded alive = newer.forward(account);
                Forwarded stale = newer.forward(account);
                stale.freeze();
                ReaperProcess.Result result = reaper.sweep(List.of(alive.port(), stale.port()));
                result.says(alive.port(), "alive", "none");
                JsonObject holder =
                        result.says(stale.port(), "silent", "reaped").getAsJsonObject("holder");
                assertEquals("sshd-session", holder.get("program").getAsString());
                assertEquals(account, holder.get("user").getAsString());
                stale.freed();
                assertTrue(alive.lives());
            }
            Forwarded terminal = newer.forward("root", "-tt", "command:sleep 600");
            terminal.freeze();
            reaper.sweep(terminal.port()).says(terminal.port(), "silent", "spared");
            assertTrue(terminal.lives());
            reaper.sweep(newer.port()).says(newer.port(), "foreign", "spared");
        }
    }

    @Test
    void aSessionWhoseProgramIsCalledSshdSessionIsOneToo(@TempDir Path folder) throws IOException {
        try (RealSshd renamed = RealSshd.called("sshd-session", folder)) {
            Forwarded stale = renamed.forward(RealSshd.self());
            stale.freeze();
            reaper.sweep(stale.port()).says(stale.port(), "silent", "reaped");
            stale.freed();
        }
    }

    @Test
    void aProgramThatOnlyCallsItselfSshdIsForeign(@TempDir Path folder) throws IOException {
        int port = Tools.freePort();
        String script =
                "import socket,time\ns=socket.create_server(('127.0.0.1',%d))\ntime.sleep(600)";
        String python = Tools.program("python3", "apt-get install python3");
        Process impostor =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "exec -a 'sshd: root' \"$0\" -c \"$1\"",
                                python,
                                script.formatted(port))
                        .start();
        try {
            await().atMost(PATIENCE).until(() -> Listeners.holder(port) > 0);
            reaper.sweep(port).says(port, "foreign", "spared");
            assertTrue(impostor.isAlive());
        } finally {
            impostor.destroyForcibly();
        }
    }
}
