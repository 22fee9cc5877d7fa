package org.tunnelfun.desktop.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongPredicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.control.ControlClient;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;
import org.tunnelfun.desktop.testing.Desktop;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** The whole program on a real display with a real tray and a real sshd. */
@Requires(Need.LINUX)
class TrayAppTest {

    private static final Duration LONG = Duration.ofSeconds(90);

    // The colours of icons/render.
    private static final int GREEN = 0x2a9d48;
    private static final int AMBER = 0xb07c00;
    private static final int GREY = 0x7d8590;

    @TempDir Path home;

    @Test
    @DisplayName(
            "window, icon and notifications follow a server that goes, comes back and freezes; the"
                    + " menu acts")
    void wholeProgram() throws Exception {
        try (RealSshd sshd = RealSshd.stock();
                Desktop desktop = new Desktop(home)) {
            AppProcess program = new AppProcess(home, sshd);
            Process app = program.start(desktop, "app.log");
            awaitTitle(desktop, "1 up");
            awaitIcon(desktop, GREEN);
            picture(desktop);

            sshd.stop();
            awaitTitle(desktop, "1 connecting");
            awaitIcon(desktop, AMBER);
            // Longer than what mends itself before a person has read of it.
            await().atMost(LONG)
                    .until(() -> desktop.notifications().equals(List.of("nas is down")));
            sshd.start();
            awaitTitle(desktop, "1 up");
            awaitIcon(desktop, GREEN);
            List<String> both = List.of("nas is down", "nas is back");
            await().atMost(LONG).until(() -> desktop.notifications().equals(both));

            ProcessHandle session = sshd.session();
            sshd.freeze(session);
            await().atMost(LONG).until(() -> !session.isAlive());
            awaitTitle(desktop, "1 up");

            // "Pause all" is the third from below. The menu may still be on its way.
            await().atMost(LONG)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(
                            () -> {
                                AppProcess.menu(desktop, 3);
                                return desktop.shows("Tunnelfun – 1 off");
                            });
            awaitIcon(desktop, GREY);
            assertTrue(app.isAlive());
            assertEquals(both, desktop.notifications(), "a short outage and a pause are no news");
        }
    }

    @Test
    @DisplayName("started hidden there is only the icon; a second start shows the window, and ends")
    void hidden() throws Exception {
        try (RealSshd sshd = RealSshd.stock();
                Desktop desktop = new Desktop(home)) {
            AppProcess program = new AppProcess(home, sshd);
            Process app = program.start(desktop, "app.log", "--hidden");
            awaitIcon(desktop, GREEN);
            assertEquals(0, desktop.windows("^Tunnelfun –"));
            awaitWakes("the screen's thread sleeps", app, wakes -> wakes < 10);
            cannotStart(sshd, desktop);
            ended(program.start(desktop, "again.log", "--hidden"));
            assertEquals(0, desktop.windows("^Tunnelfun –"), "nobody asked to see it");
            ended(program.start(desktop, "second.log"));
            awaitTitle(desktop, "1 up");
            assertEquals(1, desktop.windows("^Tunnelfun –"));
            assertTrue(app.isAlive());
            awaitWakes("and draws again", app, wakes -> wakes > 30);

            // As at logout.
            app.destroy();
            ended(app, 143);
            await("the port is free").atMost(LONG).until(() -> sshd.sessions().isEmpty());
            program.start(desktop, "later.log");
            awaitTitle(desktop, "1 up");
            assertTrue(Files.readString(history()).contains("span\tnas\t"), "for the timeline");
        }
    }

    @Test
    @DisplayName(
            "where a process without a screen keeps the tunnels, the app shows and steers them, and"
                    + " asks what that one may not decide")
    void attached() throws Exception {
        try (RealSshd sshd = RealSshd.stock();
                Desktop desktop = new Desktop(home)) {
            AppProcess program = new AppProcess(home, sshd);
            Path known = sshd.knownHosts();
            String line = Files.readString(known);
            Files.writeString(known, "");
            String lock = "xyzzy 4711";
            Tools.run(List.of("ssh-keygen", "-q", "-p", "-N", lock, "-f", "" + sshd.identity()));
            Process keeper = program.start(desktop, "run.log", "run", "--log-level", "trace");
            await().atMost(LONG)
                    .ignoreExceptions()
                    .until(() -> status().state() == TunnelState.NEEDS_USER);
            assertEquals("", Files.readString(known), "with nobody there nothing is trusted");

            Process app = program.start(desktop, "app.log");
            answer(desktop, "Passphrase", lock, "Return");
            // From the button that puts it off, where the focus is, to the one that trusts.
            answer(desktop, "Unknown host key", "", "Tab", "space");
            awaitTitle(desktop, "1 up");
            awaitIcon(desktop, GREEN);
            assertTrue(line.contains(Files.readString(known).strip().split(" ")[2]));
            for (String log : List.of("run.log", "app.log")) {
                assertFalse(Files.readString(home.resolve(log)).contains(lock), log);
            }
            assertFalse(
                    Files.readString(Path.of("/proc/" + app.pid() + "/maps")).contains("_dri.so"),
                    "no OpenGL driver is loaded, which would take 50 MB");
            ended(program.start(desktop, "second.log"));
            assertEquals(
                    1, desktop.windows("^Tunnelfun –"), "a second start opens no second window");
            sshd.session();

            await().atMost(LONG)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(
                            () -> {
                                AppProcess.menu(desktop, 3);
                                return desktop.shows("Tunnelfun – 1 off");
                            });
            assertEquals(TunnelState.OFF, status().state());
            AppProcess.menu(desktop, 3);
            awaitTitle(desktop, "1 up");

            // Quit is the first from below, and drops nothing.
            await().atMost(LONG)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(
                            () -> {
                                AppProcess.menu(desktop, 1);
                                return !app.isAlive();
                            });
            assertTrue(keeper.isAlive());
            assertEquals(Proof.PROVEN, status().proof());

            program.start(desktop, "later.log");
            awaitTitle(desktop, "1 up");
            keeper.destroy();
            awaitTitle(desktop, "no tunnels");
            assertFalse(Files.readString(home.resolve("later.log")).contains("Exception"));
        }
    }

    /** Whoever starts it by a click reads no terminal: a window tells what is in the way. */
    private void cannotStart(RealSshd sshd, Desktop desktop) throws Exception {
        Path full = home.resolve("full");
        AppProcess program = new AppProcess(full, sshd);
        Files.writeString(full.resolve(".local"), "no folder");
        Process app = program.start(desktop, "full.log");
        answer(desktop, "Tunnelfun cannot start", "", "Return");
        ended(app, 1);
        String said = Files.readString(full.resolve("full.log"));
        assertTrue(said.contains("tunnelfun: cannot use the state folder " + full), said);
    }

    /** Presses keys in a window of the app, until that goes away. */
    private static void answer(Desktop desktop, String title, String typed, String... keys) {
        String start = "^" + title;
        await(title).atMost(LONG).until(() -> desktop.windows(start) == 1);
        await(title + " answered")
                .atMost(LONG)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            desktop.xdotool(
                                    "search",
                                    "--onlyvisible",
                                    "--name",
                                    start,
                                    "windowactivate",
                                    "sleep",
                                    "0.5");
                            if (!typed.isEmpty()) {
                                desktop.xdotool("key", "ctrl+a");
                                desktop.xdotool("type", typed);
                            }
                            List<String> words = new ArrayList<>(List.of("key"));
                            words.addAll(List.of(keys));
                            desktop.xdotool(words.toArray(String[]::new));
                            return desktop.windows(start) == 0;
                        });
    }

    /** How often the screen's thread went to sleep from one second to the next. */
    private static void awaitWakes(String what, Process app, LongPredicate as) {
        long[] before = {Long.MAX_VALUE};
        await(what)
                .atMost(LONG)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            long now = sleeps(app);
                            long wakes = now - before[0];
                            before[0] = now;
                            return wakes >= 0 && as.test(wakes);
                        });
    }

    private static long sleeps(Process app) throws Exception {
        long most = 0;
        try (var threads = Files.list(Path.of("/proc/" + app.pid() + "/task"))) {
            for (Path thread : threads.toList()) {
                // JavaFX has one thread of this name that waits for ever, too.
                if (Files.readString(thread.resolve("comm")).startsWith("JavaFX Applicat")) {
                    String count =
                            Files.readAllLines(thread.resolve("status")).stream()
                                    .filter(line -> line.startsWith("voluntary_ctxt"))
                                    .findFirst()
                                    .orElseThrow();
                    most = Math.max(most, Long.parseLong(count.replaceAll("\\D+", "")));
                }
            }
        }
        return most;
    }

    /** What the process that keeps the tunnel says of it over its control socket. */
    private TunnelStatus status() throws Exception {
        try (var files = Files.list(home.resolve(".local/state/tunnelfun"))) {
            Path info =
                    files.filter(f -> f.toString().matches(".*/[0-9a-f]{16}\\.json"))
                            .findFirst()
                            .orElseThrow(() -> new java.io.IOException("not yet"));
            return ControlClient.statuses(
                            InstanceInfo.read(info).orElseThrow().socket(), Duration.ofSeconds(5))
                    .get(0);
        }
    }

    private static void ended(Process second) throws InterruptedException {
        ended(second, 0);
    }

    private static void ended(Process process, int code) throws InterruptedException {
        assertTrue(process.waitFor(LONG.toSeconds(), TimeUnit.SECONDS), "it ends");
        assertEquals(code, process.exitValue());
    }

    private Path history() throws Exception {
        try (var files = Files.list(home.resolve(".local/state/tunnelfun"))) {
            return files.filter(f -> f.toString().endsWith(".history")).findFirst().orElseThrow();
        }
    }

    private static void awaitTitle(Desktop desktop, String state) {
        await("title " + state).atMost(LONG).until(() -> desktop.shows("Tunnelfun – " + state));
    }

    private static void awaitIcon(Desktop desktop, int rgb) {
        await("icon " + Integer.toHexString(rgb))
                .atMost(LONG)
                .until(() -> AppProcess.iconShows(desktop, rgb));
    }

    /** The menu as a person sees it. */
    private static void picture(Desktop desktop) throws Exception {
        desktop.xdotool("mousemove", "1266", "984", "click", "1", "sleep", "1.5");
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        ImageIO.write(desktop.screen(), "png", folder.resolve("desktop.png").toFile());
        desktop.xdotool("key", "Escape");
    }
}
