package org.tunnelfun.desktop.control;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.JsonText;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelStatus;

/**
 * Tunnels that run in another process, seen from here. Follows that instance on a thread of its
 * own; while it cannot be reached there are no statuses, and it is tried again each second.
 */
public final class ControlClient implements TunnelControl, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlClient.class);

    /** A thousand tunnels fit. */
    private static final int LONGEST = 8 << 20;

    /** Characters: a sentence, with the path of a file. */
    private static final int LONGEST_SAID = 1_000;

    /** A watched instance repeats itself; three times as long a silence means that it hangs. */
    private static final Duration SILENCE = ControlSession.REPEAT.multipliedBy(3);

    private final Path socket;
    private final Optional<Answering> answering;
    private final List<Consumer<List<TunnelStatus>>> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile List<TunnelStatus> statuses = List.of();
    private volatile boolean closed;

    /** Follows the instance behind this socket, from now on. */
    public ControlClient(Path socket) {
        this(socket, Optional.empty());
    }

    /**
     * The same where a person can answer what that instance asks.
     *
     * @param hostKeys asks about its unknown host keys
     * @param secrets asks for its passphrases and one-time codes
     */
    public ControlClient(Path socket, HostKeyPrompt hostKeys, SecretPrompt secrets) {
        this(
                socket,
                Optional.of(
                        new Answering(
                                hostKeys,
                                secrets,
                                (answer, secret) ->
                                        later(
                                                "answer",
                                                () -> send(socket, answer, secret),
                                                // Who still needs a secret asks again by itself.
                                                answer.trust().isPresent()
                                                        ? hostKeys::failed
                                                        : why -> {}))));
    }

    private ControlClient(Path socket, Optional<Answering> answering) {
        this.socket = socket;
        this.answering = answering;
        thread = new Thread(this::follow, "control-watch");
        thread.setDaemon(true);
        thread.start();
    }

    /** All statuses of the instance behind a socket, once. */
    public static List<TunnelStatus> statuses(Path socket, Duration within) throws IOException {
        return ask(socket, new Request(Request.Action.STATUS, null), within);
    }

    /**
     * Asks the instance behind a socket for a reconnect, pause or resume, or for its window.
     *
     * @param action {@code reconnect}, {@code pause}, {@code resume} or {@code show}
     * @param tunnel its name, or null for all
     * @return all statuses afterwards
     * @throws RefusedException if the instance answers that it cannot
     */
    public static List<TunnelStatus> act(Path socket, String action, String tunnel, Duration within)
            throws IOException {
        Request.Action known = Request.Action.valueOf(action.toUpperCase(Locale.ROOT));
        return ask(socket, new Request(known, tunnel), within);
    }

    private static List<TunnelStatus> ask(Path socket, Request request, Duration within)
            throws IOException {
        try (Lines lines = connect(socket)) {
            lines.write(request.line(), within);
            return parse(lines.read(within));
        }
    }

    private static void send(Path socket, Answer answer, byte[] secret) throws IOException {
        Request request = new Request(Request.Action.ANSWER, null, false, Optional.of(answer));
        try (Lines lines = connect(socket)) {
            lines.write(request.line(), SILENCE);
            lines.write(secret, SILENCE);
            parse(lines.read(SILENCE));
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private static Lines connect(Path socket) throws IOException {
        return new Lines(SocketChannel.open(UnixDomainSocketAddress.of(socket)), LONGEST);
    }

    private static List<TunnelStatus> parse(String line) throws IOException {
        return parse(line, questions -> {});
    }

    private static List<TunnelStatus> parse(String line, Consumer<JsonArray> asked)
            throws IOException {
        try {
            JsonObject answer = JsonText.parse(line).getAsJsonObject();
            if (answer.get("version").getAsInt() != Request.VERSION) {
                throw new IOException("the instance speaks another version; restart it");
            }
            if (answer.has("error")) {
                throw new RefusedException(line(answer.get("error").getAsString()));
            }
            if (answer.has("questions")) {
                asked.accept(answer.getAsJsonArray("questions"));
            }
            return StatusCodec.read(answer.get("statuses"));
        } catch (RuntimeException e) {
            throw new IOException("the instance's answer was not understood; restart it", e);
        }
    }

    /** What another process says, for a line of a screen or a terminal. */
    private static String line(String said) {
        String plain = said.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "?");
        return plain.length() > LONGEST_SAID ? plain.substring(0, LONGEST_SAID) + "…" : plain;
    }

    private void follow() {
        boolean answers = answering.isPresent();
        Request watch = new Request(Request.Action.WATCH, null, answers, Optional.empty());
        while (!closed) {
            try (Lines lines = connect(socket)) {
                lines.write(watch.line(), SILENCE);
                while (!closed) {
                    publish(
                            parse(
                                    lines.read(SILENCE),
                                    questions -> answering.ifPresent(a -> a.show(questions))));
                }
            } catch (IOException e) {
                LOG.debug("control socket: {}", e.toString());
                publish(List.of());
            }
            await();
        }
    }

    private synchronized void await() {
        try {
            if (!closed) {
                wait(1_000);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void publish(List<TunnelStatus> news) {
        if (!news.equals(statuses)) {
            statuses = news;
            listeners.forEach(l -> l.accept(news));
        }
    }

    @Override
    public List<TunnelStatus> statuses() {
        return statuses;
    }

    @Override
    public AutoCloseable listen(Consumer<List<TunnelStatus>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public boolean reconnect(String name) {
        return later("reconnect", name);
    }

    @Override
    public boolean pause(String name) {
        return later("pause", name);
    }

    @Override
    public boolean resume(String name) {
        return later("resume", name);
    }

    /** Screens must not wait for another process: the answer comes as a change of status. */
    private boolean later(String action, String name) {
        boolean known = name == null || statuses.stream().anyMatch(s -> s.name().equals(name));
        later(action, () -> act(socket, action, name, SILENCE), why -> {});
        return known;
    }

    private static void later(String action, Talk talk, Consumer<String> failed) {
        Thread asking =
                new Thread(
                        () -> {
                            try {
                                talk.run();
                            } catch (IOException e) {
                                LOG.warn("{}: {}", action, e.getMessage());
                                failed.accept(e.getMessage());
                            }
                        },
                        "control-" + action);
        asking.setDaemon(true);
        asking.start();
    }

    private interface Talk {
        void run() throws IOException;
    }

    @Override
    public synchronized void close() {
        closed = true;
        thread.interrupt();
        notifyAll();
    }
}
