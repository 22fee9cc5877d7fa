package org.tunnelfun.desktop.app;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.Requires;

/** The whole program on a real display with a real tray and a real sshd. */
@Requires(Need.LINUX)
class TrayAppTest {

    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir Path home;

    @Test
    @DisplayName("window and tray follow a server that goes, comes back and freezes; the menu acts")
    void wholeProgram() throws Exception {
        try (RealSshd sshd = RealSshd.stock();
                Desktop desktop = new Desktop(home)) {
            config(sshd);
            Process app = desktop.start(home.resolve("app.log"), home, command());
            awaitTitle(desktop, "1 up");

            sshd.stop();
            awaitTitle(desktop, "1 connecting");
            sshd.start();
            awaitTitle(desktop, "1 up");

            ProcessHandle session = sshd.session();
            sshd.freeze(session);
            await().atMost(LONG).until(() -> !session.isAlive());
            awaitTitle(desktop, "1 up");

            Process second = desktop.start(home.resolve("second.log"), home, command());
            second.waitFor(LONG.toSeconds(), TimeUnit.SECONDS);
            assertEquals(0, second.exitValue(), "a second start shows the first's window and ends");

            // The icon stands at the right end of the tray; "Pause all" is the third from below.
            await().atMost(LONG)
                    .pollInterval(Duration.ofSeconds(2))
                    .until(() -> pausedByMenu(desktop));
            assertEquals(true, app.isAlive());
        }
    }

    /** The icon may still be on its way: tried again until the menu was there. */
    private static boolean pausedByMenu(Desktop desktop) {
        desktop.xdotool("mousemove", "1266", "984", "click", "1", "sleep", "1.5");
        desktop.xdotool("key", "Up", "Up", "Up", "Return", "sleep", "1.5");
        return desktop.shows("Tunnelfun – 1 off");
    }

    private static void awaitTitle(Desktop desktop, String state) {
        await("title " + state).atMost(LONG).until(() -> desktop.shows("Tunnelfun – " + state));
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.home=" + home,
                "-Dprism.order=sw",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName());
    }

    private void config(RealSshd sshd) throws Exception {
        Path folder = Files.createDirectories(home.resolve(".config/tunnelfun"));
        Files.writeString(folder.resolve("window.properties"), "closeExplained=true\n");
        Files.writeString(
                folder.resolve("tunnels.json"),
                """
                {"version": 1,
                 "servers": {"home": {"host": "127.0.0.1", "port": %d, "user": "%s",
                   "identityFile": "%s", "knownHostsFile": "%s", "useAgent": false}},
                 "tunnels": [{"name": "nas", "server": "home", "forwards": [
                   {"remote": {"port": %d}, "target": {"host": "127.0.0.1", "port": %d}}]}]}
                """
                        .formatted(
                                sshd.port(),
                                sshd.user(),
                                sshd.identity(),
                                sshd.knownHosts(),
                                FreePort.next(),
                                sshd.port()));
    }
}
