package org.tunnelfun.desktop.control;

import com.google.gson.JsonObject;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** One client of the control socket: a request, its answer, then the end. */
final class ControlSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlSession.class);

    /** A request is a name and a word. */
    private static final int LONGEST_REQUEST = 4_096;

    /** A client on the same machine that needs longer hangs. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * A client hears at least this often, so that it can tell a hanging instance from a calm one.
     */
    static final Duration REPEAT = Duration.ofSeconds(5);

    private final Lines lines;
    private final TunnelControl control;
    private final Optional<Runnable> show;
    private final Optional<Questions> questions;

    ControlSession(
            SocketChannel channel,
            TunnelControl control,
            Optional<Runnable> show,
            Optional<Questions> questions)
            throws IOException {
        this.lines = new Lines(channel, LONGEST_REQUEST);
        this.control = control;
        this.show = show;
        this.questions = questions;
    }

    void run() {
        try (lines) {
            Request request;
            try {
                request = Request.parse(lines.read(PATIENCE));
            } catch (RuntimeException e) {
                error(e.getMessage());
                return;
            }
            answer(request);
        } catch (IOException e) {
            LOG.debug("control client: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void refuse(String why) {
        try (lines) {
            error(why);
        } catch (IOException e) {
            LOG.debug("control client: {}", e.getMessage());
        }
    }

    private void answer(Request request) throws IOException, InterruptedException {
        switch (request.action()) {
            case STATUS -> send(control.statuses());
            case WATCH -> watch(questions.filter(q -> request.answers()));
            case RECONNECT -> done(request, control.reconnect(request.tunnel()));
            case PAUSE -> done(request, control.pause(request.tunnel()));
            case RESUME -> done(request, control.resume(request.tunnel()));
            case SHOW -> show();
            case ANSWER -> take(request.answer().orElseThrow());
        }
    }

    private void watch(Optional<Questions> asked) throws IOException, InterruptedException {
        // Only the latest matters: a slow client gets fewer lines, and the engine never waits.
        BlockingQueue<List<TunnelStatus>> latest = new ArrayBlockingQueue<>(1);
        AutoCloseable listening =
                control.listen(
                        statuses -> {
                            latest.clear();
                            latest.offer(statuses);
                        });
        AutoCloseable attending =
                asked.map(q -> attend(q, () -> latest.offer(control.statuses()))).orElse(() -> {});
        try {
            send(control.statuses(), asked);
            while (!lines.stirred()) {
                List<TunnelStatus> news = latest.poll(REPEAT.toMillis() / 5, TimeUnit.MILLISECONDS);
                send(news == null ? control.statuses() : news, asked);
            }
            throw new EOFException("hung up");
        } finally {
            close(attending);
            close(listening);
        }
    }

    /** Whoever comes first is asked at once what has waited for somebody. */
    private AutoCloseable attend(Questions asked, Runnable stirred) {
        boolean first = !asked.anybody();
        AutoCloseable attending = asked.attend(stirred);
        if (first) {
            control.statuses().stream()
                    .filter(status -> status.state() == TunnelState.NEEDS_USER)
                    .forEach(status -> control.reconnect(status.name()));
        }
        return attending;
    }

    private void take(Answer answer) throws IOException {
        // The bytes are read in any case, so that the client hears what it did wrong.
        Optional<char[]> secret = Optional.empty();
        if (answer.secretBytes().isPresent()) {
            secret = Optional.of(lines.secret(answer.secretBytes().get(), PATIENCE));
        }
        try {
            if (questions.isPresent() && taken(questions.get(), answer, secret)) {
                send(control.statuses());
            } else {
                secret.ifPresent(chars -> Arrays.fill(chars, '\0'));
                error(Answer.TOO_LATE);
            }
        } catch (RefusedException e) {
            error(e.getMessage());
        }
    }

    private static boolean taken(Questions asked, Answer answer, Optional<char[]> secret)
            throws RefusedException {
        return answer.trust().isPresent()
                ? asked.trust(answer.id(), answer.trust().get())
                : asked.tell(answer.id(), secret);
    }

    private void show() throws IOException {
        if (show.isEmpty()) {
            error("this instance has no window");
            return;
        }
        show.get().run();
        send(control.statuses());
    }

    private void done(Request request, boolean found) throws IOException {
        if (!found) {
            error("there is no tunnel named " + request.tunnel());
            return;
        }
        send(control.statuses());
    }

    private void send(List<TunnelStatus> statuses) throws IOException {
        send(statuses, Optional.empty());
    }

    private void send(List<TunnelStatus> statuses, Optional<Questions> asked) throws IOException {
        JsonObject answer = ControlServer.answer();
        answer.add("statuses", StatusCodec.write(statuses));
        asked.ifPresent(q -> answer.add("questions", q.json()));
        lines.write(answer.toString(), PATIENCE);
    }

    private void error(String why) throws IOException {
        JsonObject answer = ControlServer.answer();
        answer.addProperty("error", why == null ? "not understood" : why);
        lines.write(answer.toString(), PATIENCE);
    }

    private static void close(AutoCloseable listening) {
        try {
            listening.close();
        } catch (Exception e) {
            LOG.warn("a listener could not be taken away", e);
        }
    }

    @Override
    public void close() {
        close(lines);
    }
}
