package org.tunnelfun.desktop.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tunnelfun.desktop.testing.BannerTarget;
import org.tunnelfun.desktop.testing.Loopback;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;

/** The README's five minutes, typed as they stand there but for names and ports. */
@Requires(Need.LINUX)
class QuickStartTest extends ProcessCase {

    @Test
    void whoTypesTheStepsOfTheReadmeHasATunnel() throws IOException {
        Files.createDirectory(home.resolve(".ssh"));
        shell(line("ssh-keygen "));
        String key = Files.readString(home.resolve(".ssh/tunnel_ed25519.pub")).strip();
        String entry = line("echo ").replaceAll("^echo '|'.*$", "").replace("2000", "" + port);
        Files.writeString(
                sshd.authorizedKeys(), entry.replaceFirst("ssh-ed25519 AAAA.*$", key) + "\n");
        String server = "-p " + sshd.port() + " 127.0.0.1";
        shell(line("ssh-keyscan ").replace("tunnel.example.org", server));
        String run =
                line("tunnelfun run ")
                        .replace("tunnelfun run", "run -p " + sshd.port())
                        .replace("~", "" + home)
                        .replace("2000:localhost:22", port + ":localhost:" + target.port())
                        .replace("tunnel@tunnel.example.org", sshd.user() + "@127.0.0.1");
        try (ClientProcess client = ClientProcess.start(home, run.split(" "))) {
            client.awaitLog("state=UP proof=proven port=" + port);
            assertEquals(BannerTarget.BANNER, Loopback.banner(port));
        }
    }

    /** The first command of the steps that begins so. */
    private static String line(String beginning) throws IOException {
        String steps = readme().split("\n## Five minutes")[1].split("\n## ")[0];
        return steps.lines()
                .filter(l -> l.startsWith(" ".repeat(7) + beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line begins with " + beginning))
                .strip();
    }

    private void shell(String command) {
        Tools.run(List.of("sh", "-c", "HOME='" + home + "'; " + command));
    }

    static String readme() throws IOException {
        return Files.readString(Path.of("..", "README.md")).replace("\r\n", "\n");
    }
}
