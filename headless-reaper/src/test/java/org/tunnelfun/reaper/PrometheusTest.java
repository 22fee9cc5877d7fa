package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.testing.Device;
import org.tunnelfun.reaper.testing.Listeners;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** {@code /metrics} scraped by Debian's Prometheus, which is strict about OpenMetrics. */
@Tag("slow")
@Requires(Need.LINUX)
class PrometheusTest {
    private static final Duration PATIENCE = Duration.ofSeconds(120);

    private final HttpClient client = HttpClient.newHttpClient();
    private final int http = Tools.freePort();
    private final int prometheus = Tools.freePort();

    @TempDir Path folder;

    private RealSshd sshd;
    private Device device;
    private ReaperProcess reaper;
    private Forwarded nas;
    private Forwarded attic;
    private Process server;

    @BeforeEach
    void start() throws IOException {
        sshd = new RealSshd();
        device = Device.living();
        reaper = new ReaperProcess();
        int first = Tools.freePort();
        int second = Tools.freePort();
        nas = sshd.forward(RealSshd.self(), device.behind("", first), first);
        attic = sshd.forward(RealSshd.self(), device.behind("", second), second);
        Path config = reaper.folder().resolve("reaper.json");
        Files.writeString(
                config,
                "{\"version\":1,\"ports\":\"%d,%d\",\"names\":{\"%d\":\"nas\",\"%d\":\"attic-pi\"},\"interval\":1,\"timeout\":1,\"listen\":\"127.0.0.1:%d\"}"
                        .formatted(first, second, first, second, http));
        reaper.start(
                "run",
                "--config",
                config.toString(),
                "--socket",
                reaper.folder().resolve("s").toString(),
                "--state-dir",
                reaper.folder().resolve("state").toString());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("first sweep"));
        scrape();
    }

    private void scrape() throws IOException {
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                """
                global: {scrape_interval: 1s, scrape_timeout: 1s}
                scrape_configs:
                  - job_name: reaper
                    authorization: {credentials_file: %s}
                    static_configs: [{targets: ["127.0.0.1:%d"]}]
                """
                        .formatted(reaper.folder().resolve("reaper.token"), http));
        server =
                new ProcessBuilder(
                                Tools.unpacked("prometheus", "sh .ci/tools metrics").toString(),
                                "--config.file=" + config,
                                "--storage.tsdb.path=" + folder.resolve("data"),
                                "--web.listen-address=127.0.0.1:" + prometheus)
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
        await().atMost(PATIENCE).until(() -> Listeners.listens(prometheus) || gone());
    }

    private boolean gone() throws IOException {
        if (!server.isAlive()) {
            throw new AssertionError(Files.readString(folder.resolve("log")));
        }
        return false;
    }

    @AfterEach
    void stop() throws Exception {
        // Not even started, where it is missing; the others are, and must not stay.
        if (server != null) {
            server.destroyForcibly().waitFor();
        }
        reaper.close();
        device.close();
        sshd.close();
    }

    private JsonObject ask(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + prometheus + "/api/v1/" + path);
        HttpResponse<String> answer =
                client.send(
                        HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        return JsonParser.parseString(answer.body()).getAsJsonObject().getAsJsonObject("data");
    }

    /** The newest value of a query that has one series; empty as long as it has none. */
    private String value(String query) throws IOException, InterruptedException {
        JsonArray result =
                ask("query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
                        .getAsJsonArray("result");
        assertTrue(result.size() <= 1, result.toString());
        return result.isEmpty()
                ? ""
                : result.get(0).getAsJsonObject().getAsJsonArray("value").get(1).getAsString();
    }

    @Test
    void aRealPrometheusUnderstandsEveryFamilyAndFollowsADevice() throws Exception {
        await().atMost(PATIENCE)
                .until(() -> value("tunnelfun_port_alive{name=\"nas\"}").equals("1"));
        JsonObject target = ask("targets").getAsJsonArray("activeTargets").get(0).getAsJsonObject();
        assertEquals("up", target.get("health").getAsString(), target.toString());
        assertEquals("", target.get("lastError").getAsString());
        assertEquals("2", value("tunnelfun_ports{verdict=\"alive\"}"));
        assertEquals("0", value("tunnelfun_port_reaped_total{name=\"attic-pi\"}"));
        assertEquals("2", value("count(tunnelfun_port_last_alive_timestamp_seconds > 1.7e9)"));
        assertEquals("1", value("count(tunnelfun_sweeps_total > 0)"));
        assertEquals("1", value("count(tunnelfun_last_sweep_duration_seconds > 0)"));
        assertEquals("1", value("count(tunnelfun_last_sweep_timestamp_seconds > 1.7e9)"));
        JsonObject metadata = ask("metadata");
        assertEquals("counter", kind(metadata, "tunnelfun_port_reaped"));
        assertEquals("gauge", kind(metadata, "tunnelfun_port_alive"));
        assertEquals(
                "seconds",
                metadata.getAsJsonArray("tunnelfun_last_sweep_duration_seconds")
                        .get(0)
                        .getAsJsonObject()
                        .get("unit")
                        .getAsString());

        attic.freeze();
        await().atMost(PATIENCE)
                .until(() -> value("tunnelfun_port_reaped_total{name=\"attic-pi\"}").equals("1"));
        assertEquals("0", value("tunnelfun_port_alive{name=\"attic-pi\"}"));
        assertEquals("1", value("tunnelfun_port_alive{name=\"nas\"}"));
        assertTrue(nas.lives());
    }

    private static String kind(JsonObject metadata, String family) {
        return metadata.getAsJsonArray(family).get(0).getAsJsonObject().get("type").getAsString();
    }
}
