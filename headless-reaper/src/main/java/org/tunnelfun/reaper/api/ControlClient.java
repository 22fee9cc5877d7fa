package org.tunnelfun.reaper.api;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a running reaper. */
public final class ControlClient {
    private static final int MAX_ANSWER = 64 << 20;

    private final Path path;

    /** Asks over this socket. */
    public ControlClient(Path path) {
        this.path = path;
    }

    /**
     * Sends a line and returns the document that answers it.
     *
     * @throws IOException if nobody answers within the time given, or in another language
     */
    public JsonObject ask(String line, Duration within) throws IOException, InterruptedException {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            Future<String> answer = thread.submit(() -> exchange(channel, line));
            String text = answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
            return JsonParser.parseString(text).getAsJsonObject();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause().getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + within.toSeconds() + " s", e);
        } catch (JsonParseException | IllegalStateException e) {
            throw new IOException("the answer is no JSON document", e);
        } finally {
            thread.shutdownNow();
        }
    }

    private String exchange(SocketChannel channel, String line) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(path));
        Channels.newOutputStream(channel).write((line + "\n").getBytes(StandardCharsets.UTF_8));
        byte[] answer = Channels.newInputStream(channel).readNBytes(MAX_ANSWER);
        return new String(answer, StandardCharsets.UTF_8);
    }
}
