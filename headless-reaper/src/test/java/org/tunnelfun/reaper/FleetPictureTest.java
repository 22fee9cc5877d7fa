package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.testing.Browser;
import org.tunnelfun.reaper.testing.Device;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/**
 * A fleet of real sessions whose day was written down by an earlier run. Takes the README's picture
 * ({@code icons/screens/update}).
 */
@Tag("slow")
@Requires(Need.LINUX)
class FleetPictureTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> NAMES =
            List.of("nas", "attic-pi", "office", "laptop", "garden-pi", "backup", "camera");

    /** Minutes ago, device, what happened. */
    private static final List<String> DAY =
            List.of(
                    "860 laptop absent",
                    "610 laptop alive",
                    "540 attic-pi silent\",\"action\":\"reaped",
                    "520 attic-pi alive",
                    "360 laptop absent",
                    "310 garden-pi closed",
                    "215 laptop alive",
                    "160 backup absent",
                    "105 backup alive",
                    "125 office silent",
                    "220 camera absent");

    @TempDir private Path folder;

    private final List<Integer> ports =
            IntStream.generate(Tools::freePort).distinct().limit(7).sorted().boxed().toList();

    @Test
    void theTimelinesOfADayAreShownAfterARestart() throws Exception {
        try (RealSshd sshd = new RealSshd();
                Device living = Device.living();
                Device closing = Device.closing();
                ReaperProcess reaper = new ReaperProcess()) {
            for (String name : NAMES.subList(0, 6)) {
                Device device = name.equals("garden-pi") ? closing : living;
                String spec = device.behind("", port(name));
                if (name.equals("office")) {
                    sshd.forward(RealSshd.self(), spec, port(name), "-tt", "command:sleep 600")
                            .freeze();
                } else {
                    Forwarded held = sshd.forward(RealSshd.self(), spec, port(name));
                    assertTrue(held.lives());
                }
            }
            String base = start(reaper);
            try (Browser browser = new Browser(Files.createDirectory(folder.resolve("profile")))) {
                look(browser, base, reaper);
            }
        }
    }

    private int port(String name) {
        return ports.get(NAMES.indexOf(name));
    }

    private String start(ReaperProcess reaper) throws IOException {
        Path state = Files.createDirectory(reaper.folder().resolve("state"));
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        String all = ports.stream().map(String::valueOf).collect(Collectors.joining(","));
        List<String> lines = new ArrayList<>();
        lines.add("{\"at\":\"%s\",\"alive\":\"%s\"}".formatted(now.minusSeconds(86_000), all));
        for (String event : DAY) {
            String[] words = event.split(" ");
            lines.add(
                    "{\"at\":\"%s\",\"port\":%d,\"verdict\":\"%s\"}"
                            .formatted(
                                    now.minusSeconds(60 * Long.parseLong(words[0])),
                                    port(words[1]),
                                    words[2]));
        }
        Files.write(state.resolve("events.jsonl"), lines);
        int http = Tools.freePort();
        String names =
                NAMES.stream()
                        .map(n -> "\"%d\":\"%s\"".formatted(port(n), n))
                        .collect(Collectors.joining(",", "{", "}"));
        Path config = reaper.folder().resolve("reaper.json");
        Files.writeString(
                config,
                "{\"version\":1,\"ports\":\"%s\",\"names\":%s,\"interval\":1,\"timeout\":1,\"listen\":\"127.0.0.1:%d\"}"
                        .formatted(all, names, http));
        reaper.start(
                "run",
                "--config",
                config.toString(),
                "--socket",
                reaper.folder().resolve("s").toString(),
                "--state-dir",
                state.toString());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("first sweep"));
        return "http://127.0.0.1:" + http;
    }

    private void look(Browser browser, String base, ReaperProcess reaper) throws IOException {
        browser.screen(960, 400, 1, false);
        browser.open(base + "/");
        browser.await("the form", "document.getElementById('token')");
        String token = Files.readString(reaper.folder().resolve("reaper.token")).strip();
        browser.value("document.getElementById('token').value='" + token + "'");
        browser.value("document.querySelector('form button').click()");
        browser.await("the fleet", "document.querySelectorAll('#list details').length === 7");
        String told =
                browser.value(
                        "[...document.querySelectorAll('#list details')].map(d => { const c ="
                                + " d.querySelector('summary').children; return c[2].firstChild.textContent"
                                + " + ' ' + c[0].textContent + ' ' + c[3].querySelectorAll('rect').length"
                                + " + ' ' + c[4].textContent}).join('; ')");
        assertEquals(
                "office Silent 2 2 h; garden-pi Target down 2 5 h; camera Absent 2 4 h;"
                        + " nas Up 1 24 h; attic-pi Up 3 9 h; laptop Up 5 4 h; backup Up 3 2 h",
                told);
        browser.picture(Path.of("target/fleet-day-light.png"));
        browser.screen(960, 400, 1, true);
        browser.picture(Path.of("target/fleet-day-dark.png"));
    }
}
