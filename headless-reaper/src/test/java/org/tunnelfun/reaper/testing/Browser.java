package org.tunnelfun.reaper.testing;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Chromium without a window, driven over its DevTools protocol on loopback. */
public final class Browser implements AutoCloseable, WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonObject>> answers = new ConcurrentHashMap<>();
    private final List<String> requested = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();

    /** Starts it with an empty profile in this folder. */
    public Browser(Path profile) throws Exception {
        process =
                new ProcessBuilder(
                                Tools.browser(),
                                "--headless=new",
                                // It refuses its sandbox to root, as whom CI runs.
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--no-first-run",
                                "--hide-scrollbars",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + profile,
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(profile.resolveSibling("chromium.log").toFile())
                        .start();
        Path port = profile.resolve("DevToolsActivePort");
        Awaitility.await("Chromium to start")
                .atMost(PATIENCE)
                .until(() -> Files.exists(port) || gone());
        HttpClient client = HttpClient.newHttpClient();
        String list = "http://127.0.0.1:" + Files.readAllLines(port).get(0) + "/json/list";
        String page =
                Awaitility.await("its first page")
                        .atMost(PATIENCE)
                        .until(() -> page(client, list), url -> !url.isEmpty());
        socket =
                client.newWebSocketBuilder()
                        .buildAsync(URI.create(page), this)
                        .get(60, TimeUnit.SECONDS);
        call("Page.enable", Map.of());
        call("Network.enable", Map.of());
        call("Runtime.enable", Map.of());
    }

    private boolean gone() {
        if (!process.isAlive()) {
            throw new AssertionError("Chromium ended with " + process.exitValue());
        }
        return false;
    }

    private static String page(HttpClient client, String list)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(list)).build();
        String body = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        for (JsonElement target : JsonParser.parseString(body).getAsJsonArray()) {
            if (target.getAsJsonObject().get("type").getAsString().equals("page")) {
                return target.getAsJsonObject().get("webSocketDebuggerUrl").getAsString();
            }
        }
        return "";
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            JsonObject message = JsonParser.parseString(text.toString()).getAsJsonObject();
            text.setLength(0);
            if (message.has("id")) {
                answers.remove(message.get("id").getAsInt()).complete(message);
            } else if (message.get("method").getAsString().equals("Network.requestWillBeSent")) {
                JsonObject request = message.getAsJsonObject("params").getAsJsonObject("request");
                requested.add(request.get("url").getAsString());
            }
        }
        from.request(1);
        return null;
    }

    private JsonObject call(String method, Map<String, ?> parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonObject> answer = new CompletableFuture<>();
        answers.put(id, answer);
        Map<String, ?> message = Map.of("id", id, "method", method, "params", parameters);
        try {
            socket.sendText(new Gson().toJson(message), true).get(60, TimeUnit.SECONDS);
            JsonObject result = answer.get(60, TimeUnit.SECONDS);
            if (result.has("error")) {
                throw new AssertionError(method + ": " + result);
            }
            return result.getAsJsonObject("result");
        } catch (Exception e) {
            throw new AssertionError(method, e);
        }
    }

    /** Goes to a page; it may not be there yet when this returns. */
    public void open(String url) {
        call("Page.navigate", Map.of("url", url));
    }

    /** The value of an expression, promises awaited; a failure is told as {@code failed: …}. */
    public String value(String expression) {
        JsonObject answer =
                call(
                        "Runtime.evaluate",
                        Map.of(
                                "expression",
                                expression,
                                "awaitPromise",
                                true,
                                "returnByValue",
                                true));
        JsonObject result = answer.getAsJsonObject("result");
        if (answer.has("exceptionDetails")) {
            return "failed: " + result;
        }
        return result.has("value") ? result.get("value").getAsString() : "";
    }

    /** Waits until an expression is true. */
    public void await(String what, String expression) {
        try {
            Awaitility.await(what)
                    .atMost(PATIENCE)
                    .until(() -> value("!!(" + expression + ")").equals("true"));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(what + ": " + value("document.body.innerText"), e);
        }
    }

    /** A screen of this size in CSS pixels; each is {@code scale} pixels wide. */
    public void screen(int width, int height, double scale, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of(
                        "width",
                        width,
                        "height",
                        height,
                        "deviceScaleFactor",
                        scale,
                        "mobile",
                        false));
        Map<String, String> scheme =
                Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light");
        call("Emulation.setEmulatedMedia", Map.of("features", List.of(scheme)));
    }

    /** Takes a picture. */
    public void picture(Path file) throws IOException {
        String data = call("Page.captureScreenshot", Map.of()).get("data").getAsString();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.write(file, Base64.getDecoder().decode(data));
    }

    /** Every address that the pages asked for. */
    public List<String> requested() {
        return List.copyOf(requested);
    }

    @Override
    public void close() {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
