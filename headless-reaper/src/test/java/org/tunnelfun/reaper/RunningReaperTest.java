package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.RealSshd.Forwarded;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** {@code run} in a process of its own, asked over its socket and over HTTP. */
@Tag("slow")
@Requires(Need.LINUX)
class RunningReaperTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(30)).build();
    private final int http = Tools.freePort();
    private RealSshd sshd;
    private ReaperProcess reaper;
    private Process running;
    private Forwarded alive;
    private Forwarded other;
    private String socket;

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

    private Path config() {
        return reaper.folder().resolve("reaper.json");
    }

    private void config(int interval) throws IOException {
        Files.writeString(
                config(),
                "{\"version\":1,\"ports\":\"%d,%d\",\"names\":{\"%d\":\"nas\"},\"interval\":%d,\"timeout\":2,\"listen\":\"127.0.0.1:%d\"}"
                        .formatted(alive.port(), other.port(), alive.port(), interval, http));
    }

    private ReaperProcess.Result ask(String... command) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--socket", socket));
        return reaper.run(all.toArray(String[]::new));
    }

    private HttpResponse<String> send(String method, String path, String... headers)
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

    private String bearer() throws IOException {
        Path token = reaper.folder().resolve("reaper.token");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(token)));
        return "Bearer " + Files.readString(token).strip();
    }

    private static JsonObject json(HttpResponse<String> response) {
        assertEquals(200, response.statusCode(), response.body());
        return JsonParser.parseString(response.body()).getAsJsonObject();
    }

    @Test
    void aRecheckOverHttpWaitsForTheOutcomeAndFreesThePort() throws Exception {
        other.freeze();
        JsonObject answer = json(send("POST", "/v1/ports/" + other.port() + "/recheck"));
        assertEquals(List.of("port", "verdict", "action", "reason"), List.copyOf(answer.keySet()));
        assertEquals("silent", answer.get("verdict").getAsString());
        assertEquals("reaped", answer.get("action").getAsString());
        assertEquals(0, RealSshd.holder(other.port()));
        HttpResponse<String> again = send("POST", "/v1/ports/" + alive.port() + "/recheck");
        assertEquals("alive", json(again).get("verdict").getAsString());
        HttpResponse<String> tooSoon = send("POST", "/v1/ports/" + alive.port() + "/recheck");
        assertEquals(429, tooSoon.statusCode());
        int wait = Integer.parseInt(tooSoon.headers().firstValue("Retry-After").orElseThrow());
        assertTrue(wait >= 1 && wait <= 11);
        ReaperProcess.Result why = ask("why", "" + other.port());
        assertTrue(why.out().contains("port free after"), why.out());
        assertTrue(why.out().lines().count() <= 24, why.out());
        assertTrue(why.out().lines().allMatch(l -> l.length() <= 80), why.out());
        String events = Files.readString(reaper.folder().resolve("state/events.jsonl"));
        JsonObject event =
                JsonParser.parseString(
                                events.lines()
                                        .reduce((a, b) -> b.contains("reaped") ? b : a)
                                        .orElseThrow())
                        .getAsJsonObject();
        for (String key :
                List.of(
                        "at",
                        "from",
                        "port",
                        "name",
                        "verdict",
                        "action",
                        "reason",
                        "holder",
                        "probes",
                        "strikes",
                        "needed",
                        "addresses",
                        "otherPorts",
                        "tty",
                        "sessionAge",
                        "connection",
                        "said",
                        "signal",
                        "freedMs")) {
            assertTrue(event.has(key), key);
        }
        assertEquals("TERM", event.get("signal").getAsString());
        assertTrue(reaper.said().contains("decision=reaped port=" + other.port()), reaper.said());
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void onlyTheOwnerOfAPortAndRootMayAskForIt() throws Exception {
        String request =
                "exec 3<>/dev/tcp/127.0.0.1/%d; printf 'GET /v1/ports/%d HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n' >&3;"
                        + " head -c 12 <&3 | tail -c 3";
        String bash = Tools.program("bash", "apt-get install bash");
        String code =
                Tools.run(
                        List.of(
                                "setpriv",
                                "--reuid",
                                "daemon",
                                "--clear-groups",
                                bash,
                                "-c",
                                request.formatted(http, alive.port())));
        assertEquals("403", code);
        assertEquals(
                "alive",
                json(send("GET", "/v1/ports/" + alive.port())).get("verdict").getAsString());
        assertEquals(404, send("GET", "/v1/ports/1").statusCode());
        assertEquals(404, send("POST", "/v1/ports/1/recheck").statusCode());
        assertEquals(405, send("GET", "/v1/ports/" + alive.port() + "/recheck").statusCode());
    }

    @Test
    @Requires({Need.LINUX, Need.ROOT})
    void aCallThroughSshdCountsAsTheAccountOfItsSession() throws Exception {
        int forwarded = Tools.freePort();
        int port = Tools.freePort();
        sshd.forward(
                "nobody",
                port + ":127.0.0.1:" + sshd.port(),
                port,
                "-L",
                forwarded + ":127.0.0.1:" + http);
        Files.writeString(
                config(),
                "{\"version\":1,\"ports\":\"%d,%d\",\"interval\":600,\"timeout\":2,\"listen\":\"127.0.0.1:%d\"}"
                        .formatted(alive.port(), port, http));
        Tools.signal("HUP", running.pid());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("config reloaded"));
        await().atMost(PATIENCE).until(() -> RealSshd.listens(forwarded));
        URI base = URI.create("http://127.0.0.1:" + forwarded);
        for (int asked : List.of(port, alive.port())) {
            HttpResponse<String> answer =
                    client.send(
                            HttpRequest.newBuilder(base.resolve("/v1/ports/" + asked)).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertEquals(asked == port ? 200 : 403, answer.statusCode(), answer.body());
        }
    }

    @Test
    void theFleetNeedsTheToken() throws Exception {
        for (String path : List.of("/v1/ports", "/v1/events", "/metrics")) {
            assertEquals(401, send("GET", path).statusCode(), path);
            assertEquals(401, send("GET", path, "Authorization", "Bearer guess").statusCode());
            assertEquals(200, send("GET", path, "Authorization", bearer()).statusCode(), path);
        }
        String metrics = send("GET", "/metrics", "Authorization", bearer()).body();
        assertTrue(
                metrics.contains(
                        "tunnelfun_port_alive{port=\"" + alive.port() + "\",name=\"nas\"} 1"),
                metrics);
        assertTrue(metrics.endsWith("# EOF\n"));
    }

    @Test
    void thePageAsksForTheTokenAndGivesACookieThatScriptsCannotRead() throws Exception {
        assertTrue(send("GET", "/").body().contains("name=\"token\""));
        String secret = bearer().substring(7);
        HttpRequest wrong =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/login"))
                        .POST(HttpRequest.BodyPublishers.ofString("token=wrong"))
                        .build();
        assertEquals(403, client.send(wrong, HttpResponse.BodyHandlers.ofString()).statusCode());
        HttpRequest right =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/login"))
                        .POST(HttpRequest.BodyPublishers.ofString("token=" + secret))
                        .build();
        HttpResponse<String> in = client.send(right, HttpResponse.BodyHandlers.ofString());
        assertEquals(303, in.statusCode());
        String cookie = in.headers().firstValue("Set-Cookie").orElseThrow();
        assertTrue(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), cookie);
        assertFalse(cookie.contains(secret));
        HttpResponse<String> page = send("GET", "/", "Cookie", cookie.split(";")[0]);
        assertTrue(page.body().contains("id=\"list\""));
        String policy = page.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertTrue(policy.contains("default-src 'none'"), policy);
        assertEquals(401, send("GET", "/v1/ports", "Cookie", "tunnelfun=x").statusCode());
    }

    @Test
    void otherHostsAndOriginsAreTurnedAway() throws Exception {
        assertEquals(403, send("GET", "/", "Origin", "http://evil.example").statusCode());
        assertEquals("403", raw("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n"));
        assertEquals("403", raw("GET / HTTP/1.1\r\n\r\n"));
        assertEquals("200", raw("GET / HTTP/1.1\r\nHost: localhost:1234\r\n\r\n"));
        assertEquals("404", raw("GET /../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    }

    private String raw(String request) throws IOException {
        try (Socket caller = new Socket("127.0.0.1", http)) {
            caller.setSoTimeout(30_000);
            caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = caller.getInputStream().readNBytes(12);
            return new String(answer, StandardCharsets.US_ASCII).substring(9);
        }
    }

    @Test
    void aThousandIdleConnectionsDoNotStopASweep() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                Socket socket = new Socket();
                idle.add(socket);
                try {
                    socket.connect(new InetSocketAddress("127.0.0.1", http), 100);
                } catch (IOException turnedAway) {
                    break;
                }
            }
            other.freeze();
            assertEquals(0, ask("recheck", "" + other.port()).code());
            assertEquals(0, RealSshd.holder(other.port()));
            assertEquals(0, ask("status").code());
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void statusShowsTheFleetInEightyColumnsAndAsADocument() {
        ReaperProcess.Result status = ask("status");
        assertEquals(0, status.code(), status.err());
        assertTrue(status.out().contains("nas"), status.out());
        assertTrue(status.out().lines().allMatch(l -> l.length() <= 80), status.out());
        JsonObject document = ask("status", "--json").json();
        JsonObject first = document.getAsJsonArray("ports").get(0).getAsJsonObject();
        for (String key :
                List.of(
                        "port",
                        "name",
                        "verdict",
                        "action",
                        "reason",
                        "since",
                        "lastAlive",
                        "user",
                        "peer",
                        "pid",
                        "reapedToday",
                        "reaped")) {
            assertTrue(first.has(key), key);
        }
    }

    @Test
    void theSocketIsItsOwnersAndGroupsAlone() throws IOException {
        assertEquals(
                "rw-rw----",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(socket))));
    }

    @Test
    void aSecondReaperOnTheSamePortsGivesUp() {
        ReaperProcess.Result second =
                reaper.run("run", "--config", config().toString(), "--socket", socket);
        assertEquals(75, second.code(), second.err());
        assertTrue(second.err().contains("another reaper watches"), second.err());
    }

    @Test
    void aBadConfigOnHangUpLeavesTheOldOneInForce() throws Exception {
        Files.writeString(config(), "{\"version\":1,\"ports\":\"70000\"}");
        Tools.signal("HUP", running.pid());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("config not reloaded"));
        assertTrue(running.isAlive());
        config(700);
        Tools.signal("HUP", running.pid());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("config reloaded"));
        assertEquals(0, ask("status").code());
    }

    @Test
    void onTermItStopsAtOnceAlsoInTheMiddleOfASweepAndTakesItsSocketAway() throws Exception {
        other.freeze();
        Tools.signal("HUP", running.pid());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("config reloaded"));
        Tools.signal("TERM", running.pid());
        assertTrue(running.waitFor(20, TimeUnit.SECONDS));
        assertEquals(0, running.exitValue(), reaper.said());
        assertFalse(Files.exists(Path.of(socket)));
        assertEquals(69, ask("status").code());
    }

    @Test
    void aSocketThatAKilledReaperLeftBehindIsReplaced() throws Exception {
        running.destroyForcibly().waitFor();
        assertTrue(Files.exists(Path.of(socket)));
        running =
                reaper.start(
                        "run",
                        "--ports",
                        "" + alive.port(),
                        "--interval",
                        "600",
                        "--socket",
                        socket,
                        "--state-dir",
                        reaper.folder().resolve("state").toString());
        await().atMost(PATIENCE).until(() -> reaper.said().contains("first sweep"));
        assertEquals(0, ask("status").code());
    }
}
