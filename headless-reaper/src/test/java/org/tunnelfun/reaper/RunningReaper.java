package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Tools;

/** A reaper in a process of its own, watching two real sessions, for each test anew. */
abstract class RunningReaper {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    int http = Tools.freePort();
    RealSshd sshd;
    ReaperProcess reaper;
    Process running;
    Forwarded alive;
    Forwarded other;
    String socket;

    @BeforeEach
    void start() throws IOException {
        sshd = new RealSshd();
        reaper = new ReaperProcess();
        alive = sshd.forward(RealSshd.self());
        other = sshd.forward(RealSshd.self());
        socket = reaper.folder().resolve("reaper.sock").toString();
        config(600);
        running =
                reaper.start(
                        "run",
                        "--config",
                        config().toString(),
                        "--socket",
                        socket,
                        "--state-dir",
                        reaper.folder().resolve("state").toString());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("first sweep"));
    }

    @AfterEach
    void stop() throws IOException {
        reaper.close();
        sshd.close();
    }

    Path config() {
        return reaper.folder().resolve("reaper.json");
    }

    void config(int interval) throws IOException {
        Files.writeString(
                config(),
                "{\"version\":1,\"ports\":\"%d,%d\",\"names\":{\"%d\":\"nas\"},\"interval\":%d,\"timeout\":2,\"listen\":\"127.0.0.1:%d\"}"
                        .formatted(alive.port(), other.port(), alive.port(), interval, http));
    }

    ReaperProcess.Result ask(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--socket", socket));
        return reaper.run(all.toArray(String[]::new));
    }

    HttpResponse<String> send(String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + path))
                        .timeout(Duration.ofSeconds(60))
                        .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    String bearer() throws IOException {
        Path token = reaper.folder().resolve("reaper.token");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(token)));
        return "Bearer " + Files.readString(token).strip();
    }

    static JsonObject json(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }
}
