package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.config.Ports;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.ProcFs;
import org.tunnelfun.reaper.proc.Sessions;
import org.tunnelfun.reaper.sweep.ProcessSignals;
import org.tunnelfun.reaper.sweep.Rights;
import org.tunnelfun.reaper.sweep.Signals.Ended;
import org.tunnelfun.reaper.sweep.Time;
import org.tunnelfun.reaper.testing.Device;
import org.tunnelfun.reaper.testing.Listeners;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** What could go wrong between the look and the signal, forced with real processes. */
@Requires(Need.LINUX)
class NeverWrongTest {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static Holder observe(int port) {
        Sessions sessions = new Sessions(Path.of("/proc"), Path.of("/etc/passwd"));
        List<Holder> holders = sessions.observe(Ports.parse("" + port), true).holders();
        assertEquals(1, holders.size());
        return holders.get(0);
    }

    private static Ended end(Holder holder) throws InterruptedException {
        ProcFs proc = new ProcFs(Path.of("/proc"));
        return new ProcessSignals(proc, Rights.read(proc), Time.system())
                .end(List.of(holder), GRACE)
                .get(holder.key());
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void aPidThatWentToAnotherProcessIsNotSignalled() {
        String output =
                Tools.run(
                        List.of(
                                Tools.program("unshare", "apt-get install util-linux"),
                                "-pf",
                                "--mount-proc",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.tunnelfun.reaper.testing.PidReuse"));
        assertTrue(output.contains("CHANGED: the pid belongs to another process now"), output);
        assertTrue(output.contains("handle signals: false"), output);
        assertTrue(output.contains("heir lives: true"), output);
    }

    @Test
    void aSessionThatEndedMeanwhileIsSaidToBeGone() throws Exception {
        try (RealSshd sshd = new RealSshd()) {
            Forwarded session = sshd.forward(RealSshd.self());
            Holder seen = observe(session.port());
            session.client().destroyForcibly();
            await().atMost(Duration.ofSeconds(60)).until(() -> !session.lives());
            assertEquals(Ended.Result.CHANGED, end(seen).result());
        }
    }

    /** The machine stalls for longer than the timeout: that time is not the device's. */
    @Test
    void aReaperThatWasHeldUpHoldsItAgainstNobody() throws Exception {
        try (RealSshd sshd = new RealSshd();
                Device slow = Device.mute();
                ReaperProcess reaper = new ReaperProcess()) {
            int port = Tools.freePort();
            Forwarded session = sshd.forward(RealSshd.self(), slow.behind("", port), port);
            Process sweep = reaper.start("sweep", "--json", "--ports", "" + port, "--timeout", "5");
            await().atMost(Duration.ofSeconds(60)).until(slow::visited);
            Tools.signal("STOP", sweep.pid());
            passes(Duration.ofSeconds(8));
            Tools.signal("CONT", sweep.pid());
            passes(Duration.ofSeconds(1));
            slow.wakeUp();
            assertTrue(sweep.waitFor(60, TimeUnit.SECONDS));
            ReaperProcess.Result result = new ReaperProcess.Result(0, reaper.said(), "");
            // Heard at the first probe, for which there was time left.
            assertEquals(1, result.says(port, "alive", "none").getAsJsonArray("probes").size());
            assertTrue(session.lives());
        }
    }

    private static void passes(Duration time) {
        long started = System.nanoTime();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> System.nanoTime() - started > time.toNanos());
    }

    /** Between the probe and the signal the session ends, and a program takes its port. */
    @Test
    void whoTookThePortOverFromTheSessionThatWasProbedIsNotTouched() throws Exception {
        try (RealSshd sshd = new RealSshd()) {
            Forwarded session = sshd.forward(RealSshd.self());
            Holder seen = observe(session.port());
            Tools.signal("KILL", session.session());
            session.freed();
            Process heir =
                    new ProcessBuilder(
                                    Tools.program("python3", "apt-get install python3"),
                                    "-m",
                                    "http.server",
                                    "-b",
                                    "127.0.0.1",
                                    "" + session.port())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> Listeners.holder(session.port()) == heir.pid());
                assertEquals(Ended.Result.CHANGED, end(seen).result());
                assertTrue(heir.isAlive());
                assertEquals(heir.pid(), Listeners.holder(session.port()));
            } finally {
                heir.destroyForcibly();
            }
        }
    }

    @Test
    void aSessionThatHoldsOtherPortsThanWereSeenIsSpared() throws Exception {
        try (RealSshd sshd = new RealSshd()) {
            Forwarded session = sshd.forward(RealSshd.self());
            Holder seen = observe(session.port());
            Holder.Listener first = seen.listeners().get(0);
            Holder other =
                    new Holder(
                            seen.kind(),
                            seen.pid(),
                            seen.start(),
                            seen.since(),
                            seen.handle(),
                            seen.program(),
                            seen.uid(),
                            seen.owner(),
                            seen.tty(),
                            List.of(new Holder.Listener(first.socket(), first.descriptor() + 50)),
                            seen.connection());
            Ended ended = end(other);
            assertEquals(Ended.Result.CHANGED, ended.result());
            assertTrue(ended.problem().contains("ports"), ended.problem());
            assertTrue(session.lives());
        }
    }

    @Test
    void theMasterIsRefusedByTheDoorToSignalsItself() throws Exception {
        try (RealSshd sshd = new RealSshd()) {
            Holder master = observe(sshd.port());
            assertEquals(Holder.Kind.MASTER, master.kind());
            assertEquals(Ended.Result.CHANGED, end(master).result());
            Holder disguised =
                    new Holder(
                            Holder.Kind.SESSION,
                            master.pid(),
                            master.start(),
                            master.since(),
                            master.handle(),
                            master.program(),
                            master.uid(),
                            master.owner(),
                            master.tty(),
                            master.listeners(),
                            Optional.empty());
            assertEquals("its title is no session's any more", end(disguised).problem());
            assertTrue(Listeners.listens(sshd.port()));
        }
    }

    @Test
    void aStoppedSessionNeedsNoGrace() throws Exception {
        try (RealSshd sshd = new RealSshd()) {
            Forwarded session = sshd.forward(RealSshd.self());
            Holder seen = observe(session.port());
            session.freezeSession();
            AtomicReference<Ended> ended = new AtomicReference<>(end(seen));
            assertEquals(Ended.Result.FREED, ended.get().result());
            assertEquals("KILL", ended.get().signal());
            assertEquals(0, Listeners.holder(session.port()));
        }
    }

    /** The device is gone for good, with a terminal open: nothing is acknowledged any more. */
    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void aTerminalOfADeviceThatVanishedDoesNotProtectItsSession() throws Exception {
        String name = "rpt" + ProcessHandle.current().pid() % 100_000;
        int net = (int) (ProcessHandle.current().pid() % 200) + 20;
        String ours = "10.213." + net + ".1";
        ip("netns", "add", name);
        try {
            ip("link", "add", name, "type", "veth", "peer", "name", "dev0", "netns", name);
            ip("addr", "add", ours + "/24", "dev", name);
            ip("link", "set", name, "up");
            ip("-n", name, "addr", "add", "10.213." + net + ".2/24", "dev", "dev0");
            ip("-n", name, "link", "set", "dev0", "up");
            vanish(name, ours);
        } finally {
            ip("netns", "del", name);
        }
    }

    private static void vanish(String name, String ours) throws IOException {
        int extra = Tools.freePort();
        try (RealSshd sshd = new RealSshd("ListenAddress " + ours + ":" + extra);
                ReaperProcess reaper = new ReaperProcess()) {
            sshd.clientsFrom(
                    List.of(Tools.program("ip", "apt-get install iproute2"), "netns", "exec", name),
                    ours,
                    extra);
            Forwarded terminal = sshd.forward(RealSshd.self(), "-tt", "command:sleep 600");
            ip("-n", name, "link", "set", "dev0", "down");
            ReaperProcess.Result result =
                    reaper.run(
                            "sweep", "--json", "--timeout", "4", "--ports", "" + terminal.port());
            JsonObject port = result.json().getAsJsonArray("ports").get(0).getAsJsonObject();
            assertEquals("reaped", port.get("action").getAsString(), port.toString());
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Listeners.holder(terminal.port()) == 0);
        }
    }

    private static void ip(String... arguments) {
        List<String> command = new java.util.ArrayList<>();
        command.add(Tools.program("ip", "apt-get install iproute2"));
        command.addAll(List.of(arguments));
        Tools.run(command);
    }
}
