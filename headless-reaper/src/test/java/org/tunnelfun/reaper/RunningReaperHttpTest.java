package org.tunnelfun.reaper;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.tunnelfun.reaper.testing.Listeners;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.RealSshd;
import org.tunnelfun.reaper.testing.ReaperProcess;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

/** {@code run}, asked over HTTP. */
@Tag("slow")
@Requires(Need.LINUX)
class RunningReaperHttpTest extends RunningReaper {

    @Test
    void aRecheckOverHttpWaitsForTheOutcomeAndFreesThePort() throws Exception {
        other.freeze();
        JsonObject answer = json(send("POST", "/v1/ports/" + other.port() + "/recheck"));
        assertEquals(List.of("port", "verdict", "action", "reason"), List.copyOf(answer.keySet()));
        assertEquals("silent", answer.get("verdict").getAsString());
        assertEquals("reaped", answer.get("action").getAsString());
        assertEquals(0, Listeners.holder(other.port()));
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
        assertTrue(event.get("freedMs").getAsLong() >= 0, event.toString());
        assertTrue(event.get("sessionAge").getAsLong() >= 0, event.toString());
        JsonObject connection = event.getAsJsonObject("connection");
        assertEquals("established", connection.get("state").getAsString());
        JsonObject probe = event.getAsJsonArray("probes").get(0).getAsJsonObject();
        assertTrue(probe.get("waitedMs").getAsLong() >= 2000, event.toString());
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
        await().atMost(PATIENCE).until(() -> Listeners.listens(forwarded));
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
        assertEquals("405", raw("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        assertEquals("400", raw("GET / HTTP/1.1\r\nHost: localhost\nA: b\r\n\r\n"));
    }

    @Test
    void aThousandConnectionsThatAskNothingStopNeitherAnAnswerNorASweep() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 1000; i++) {
                Socket socket = new Socket();
                idle.add(socket);
                try {
                    socket.connect(new InetSocketAddress("127.0.0.1", http), 10_000);
                    if (i % 2 == 0) {
                        socket.getOutputStream().write('G');
                    }
                } catch (IOException turnedAway) {
                    continue;
                }
            }
            Instant asked = Instant.now();
            assertEquals("200", raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
            assertEquals(200, send("GET", "/metrics", "Authorization", bearer()).statusCode());
            Duration took = Duration.between(asked, Instant.now());
            assertTrue(took.toSeconds() < 5, took.toString());
            other.freeze();
            assertEquals(0, ask("recheck", "" + other.port()).code());
            assertEquals(0, Listeners.holder(other.port()));
            assertEquals(0, ask("status").code());
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    @Test
    void whoTookThePortFirstIsNamedUntilItIsFreeAndThenItIsServed() throws Exception {
        String note = "no HTTP on 127.0.0.1";
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            http = taken.getLocalPort();
            config(1);
            Tools.signal("HUP", running.pid());
            await().atMost(PATIENCE).until(() -> reaper.said().contains(note));
            String us = " by java " + ProcessHandle.current().pid() + " of " + RealSshd.self();
            assertTrue(reaper.said().contains(us), reaper.said());
            await().atMost(PATIENCE).until(() -> ask("status", "--json").out().contains(us));
        }
        await().atMost(PATIENCE)
                .until(() -> reaper.said().contains("INFO HTTP on 127.0.0.1:" + http));
        assertEquals(200, send("GET", "/").statusCode());
        assertFalse(ask("status", "--json").out().contains(note));
        assertEquals(2, reaper.said().split(note, -1).length, reaper.said());
    }

    private String raw(String request) throws IOException {
        try (Socket caller = new Socket("127.0.0.1", http)) {
            caller.setSoTimeout(30_000);
            caller.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] answer = caller.getInputStream().readNBytes(12);
            return new String(answer, StandardCharsets.US_ASCII).substring(9);
        }
    }
}
