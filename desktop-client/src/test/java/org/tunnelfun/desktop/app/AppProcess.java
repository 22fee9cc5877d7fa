package org.tunnelfun.desktop.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tunnelfun.desktop.testing.Desktop;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.RealSshd;
import org.tunnelfun.desktop.testing.ShippedFlags;

/** Starts the whole program with a config of one tunnel, {@code nas}. */
final class AppProcess {

    private final Path home;

    AppProcess(Path home, RealSshd sshd) throws IOException {
        this.home = home;
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

    /** Starts it on a desktop; without words it is the tray app. */
    Process start(Desktop desktop, String log, String... words) throws IOException {
        boolean tray = words.length == 0 || words[0].startsWith("-");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ShippedFlags.of(tray ? "tray" : "headless"));
        command.add("-Duser.home=" + home);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(words));
        return desktop.start(home.resolve(log), home, command);
    }

    /** Where the one icon of the tray stands, which is at the right of the lower edge. */
    static boolean iconShows(Desktop desktop, int rgb) throws IOException {
        BufferedImage screen = desktop.screen();
        int found = 0;
        for (int x = Desktop.WIDTH - 32; x < Desktop.WIDTH; x++) {
            for (int y = Desktop.HEIGHT - 32; y < Desktop.HEIGHT; y++) {
                found += near(screen.getRGB(x, y), rgb) ? 1 : 0;
            }
        }
        return found > 20;
    }

    private static boolean near(int a, int b) {
        for (int shift = 0; shift < 24; shift += 8) {
            if (Math.abs((a >> shift & 255) - (b >> shift & 255)) > 16) {
                return false;
            }
        }
        return true;
    }

    /** Clicks the icon and then, by the keyboard, an entry counted from below. */
    static void menu(Desktop desktop, int fromBelow) {
        desktop.xdotool("mousemove", "1266", "984", "click", "1", "sleep", "1.5");
        String[] keys = new String[fromBelow + 4];
        java.util.Arrays.fill(keys, "Up");
        keys[0] = "key";
        keys[fromBelow + 1] = "Return";
        keys[fromBelow + 2] = "sleep";
        keys[fromBelow + 3] = "1.5";
        desktop.xdotool(keys);
    }
}
