package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.TunnelSession;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.SshSession;

/**
 * One session over JSch. Nothing here blocks its caller: requests to the server are written by one
 * thread, in order; whatever waits for more than a reply has a thread of its own.
 */
final class JschSession implements SshSession {

    /** The script's first line comes within a round trip, even from a slow machine. */
    private static final Duration HEARTBEAT_START = Duration.ofSeconds(30);

    /** A question that is late answers for itself; only one that is stuck is answered for. */
    private static final Duration SPARE = Duration.ofMillis(500);

    private final TunnelSession ssh;
    private final Wire wire;
    private final Info info;
    private final ExecutorService threads;
    private final Answers answers;
    private final Nonces nonces = new Nonces();
    private final ForwardedChannels channels;
    private final Binds binds;

    /** One thread, so that requests leave in the order in which they were asked for. */
    private final ThreadPoolExecutor requests =
            new ThreadPoolExecutor(
                    1,
                    1,
                    5,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    Threads.named("requests"));

    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean endTold = new AtomicBoolean();
    private volatile Exception endedBy;
    private volatile Ssh.Listener listener;

    JschSession(TunnelSession ssh, Wire wire, Info info, Means means, String tunnel) {
        this.ssh = ssh;
        this.wire = wire;
        this.info = info;
        this.threads = means.threads;
        this.answers = new Answers(means.clock, over::get);
        this.channels = new ForwardedChannels(ssh, nonces);
        this.binds = new Binds(ssh, channels, tunnel, means.chosenPorts);
        requests.allowCoreThreadTimeOut(true);
    }

    @Override
    public Info info() {
        return info;
    }

    @Override
    public Traffic traffic() {
        return wire.traffic();
    }

    @Override
    public OptionalLong unconfirmed() {
        return SendQueue.unconfirmed(wire.local(), wire.peer());
    }

    @Override
    public void keepalive(Runnable reply) {
        request(
                () ->
                        ssh.keepalive(
                                any -> {
                                    if (!over.get()) {
                                        reply.run();
                                    }
                                }));
    }

    @Override
    public void bind(Forward forward, Duration within, Consumer<Bind> answer) {
        Bind late = new Bind(false, 0, "no answer within " + within.toSeconds() + " s");
        Consumer<Bind> once = answers.once(within, late, answer);
        request(() -> binds.bind(forward, once));
    }

    @Override
    public void unbind(Forward forward, Duration within, Runnable done) {
        Consumer<Boolean> once = answers.once(within, false, any -> done.run());
        request(() -> binds.unbind(forward, once));
    }

    @Override
    public void selfCheck(Forward forward, Duration within, Consumer<SelfCheck> answer) {
        new Checks(ssh, nonces, threads, answers)
                .selfCheck(forward, binds.port(forward), within, answer);
    }

    @Override
    public void probe(Forward forward, Duration within, Consumer<Heard> answer) {
        if (forward.remote().port() == 0) {
            // No port of ours can be held by anybody: another one is chosen.
            answer.accept(Heard.NOBODY);
            return;
        }
        new Checks(ssh, nonces, threads, answers).probe(forward, within, answer);
    }

    @Override
    public void heartbeat(String command, Consumer<String> line, Consumer<String> ended) {
        Consumer<String> living =
                text -> {
                    if (!over.get()) {
                        line.accept(text);
                    }
                };
        work(
                () -> new ServerShell(ssh).heartbeat(command, HEARTBEAT_START, living),
                "interrupted",
                why -> {
                    if (!over.get()) {
                        ended.accept(why);
                    }
                });
    }

    @Override
    public void identify(Duration within, Consumer<Identified> answer) {
        Identified late = Identified.nothing("no answer within " + within.toSeconds() + " s");
        work(
                () -> new ServerShell(ssh).identify(within),
                late,
                answers.once(within.plus(SPARE), late, answer));
    }

    @Override
    public void endEarlier(ServerProcess earlier, Duration within, Consumer<Ended> answer) {
        work(
                () -> new ServerShell(ssh).end(earlier, within),
                Ended.FAILED,
                answers.once(within.plus(SPARE), Ended.FAILED, answer));
    }

    @Override
    public void recheck(int reaperPort, int port, Duration within, Consumer<Recheck> answer) {
        Recheck late = new Recheck(false, false, "no answer within " + within.toSeconds() + " s");
        work(
                () -> new ReaperCall(ssh).recheck(reaperPort, port, within),
                late,
                answers.once(within.plus(SPARE), late, answer));
    }

    /** Waits on a thread of its own. */
    private <T> void work(Callable<T> question, T failed, Consumer<T> answer) {
        threads.execute(
                () -> {
                    T result = failed;
                    try {
                        result = question.call();
                    } catch (Exception e) {
                        JschSsh.LOG.debug("a question to the server failed", e);
                    }
                    answer.accept(result);
                });
    }

    @Override
    public List<Visitors> visitors() {
        return channels.visitors();
    }

    @Override
    public void end() {
        if (over.compareAndSet(false, true)) {
            wire.cut();
            // JSch's own thread sees the end of the socket and frees the rest.
            threads.execute(channels::close);
            requests.shutdownNow();
        }
    }

    /** On JSch's thread: nothing more will be read. */
    void ended(Exception why) {
        endedBy = why;
        channels.close();
        tellEnd(listener);
    }

    /** From now on, or at once, the end is told; after {@code opened}, as the contract has it. */
    void tellEnd(Ssh.Listener to) {
        listener = to;
        Exception why = endedBy;
        if (to != null && why != null && endTold.compareAndSet(false, true)) {
            if (over.compareAndSet(false, true)) {
                wire.cut();
                requests.shutdownNow();
                Failure failure = Failures.ofSession(why);
                to.ended(failure);
            }
        }
    }

    private void request(Request request) {
        try {
            requests.execute(
                    () -> {
                        try {
                            request.send();
                        } catch (Exception e) {
                            // The session ends; its reading thread tells why.
                            JschSsh.LOG.debug("request not sent: {}", e.toString());
                        }
                    });
        } catch (RejectedExecutionException sessionIsOver) {
            JschSsh.LOG.debug("request after the end of the session");
        }
    }

    /** Something to send, which may block while the send buffer is full. */
    private interface Request {
        void send() throws Exception;
    }
}
