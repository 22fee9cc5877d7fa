package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.TunnelSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Heard;
import org.tunnelfun.desktop.engine.SshSession.SelfCheck;

/** Visits both loopbacks at once and puts together what they said. */
final class Checks {

    private final TunnelSession ssh;
    private final Nonces nonces;
    private final ExecutorService threads;
    private final Answers answers;

    Checks(TunnelSession ssh, Nonces nonces, ExecutorService threads, Answers answers) {
        this.ssh = ssh;
        this.nonces = nonces;
        this.threads = threads;
        this.answers = answers;
    }

    /**
     * @param port where the server listens for the forward
     */
    void selfCheck(Forward forward, int port, Duration within, Consumer<SelfCheck> answer) {
        long start = System.nanoTime();
        Loopbacks loopbacks = Loopbacks.of(forward.remote().bind());
        // A visit that is stuck in a write does not come back by itself: nothing was heard.
        SelfCheck late = new SelfCheck(stuck(loopbacks.v4()), stuck(loopbacks.v6()), "", within);
        Consumer<SelfCheck> once = answers.once(within.plusMillis(500), late, answer);
        CompletableFuture<Result> v4 = visit(loopbacks.v4(), forward, port, within);
        CompletableFuture<Result> v6 = visit(loopbacks.v6(), forward, port, within);
        v4.thenAcceptBoth(
                v6,
                (a, b) ->
                        once.accept(
                                new SelfCheck(
                                        a.heard,
                                        b.heard,
                                        a.banner.isEmpty() ? b.banner : a.banner,
                                        Duration.ofNanos(System.nanoTime() - start))));
    }

    void probe(Forward forward, Duration within, Consumer<Heard> answer) {
        Consumer<Heard> once = answers.once(within.plusMillis(500), Heard.SILENT, answer);
        Loopbacks loopbacks = Loopbacks.of(forward.remote().bind());
        int port = forward.remote().port();
        run(loopbacks.v4(), port, within, Visit::probe)
                .thenAcceptBoth(
                        run(loopbacks.v6(), port, within, Visit::probe),
                        (a, b) -> once.accept(louder(a.heard, b.heard)));
    }

    /** The one that says more about whether somebody lives there. */
    private static Heard louder(Heard a, Heard b) {
        for (Heard heard :
                new Heard[] {Heard.FOREIGN, Heard.SILENT, Heard.FORBIDDEN, Heard.UNKNOWN}) {
            if (a == heard || b == heard) {
                return heard;
            }
        }
        return Heard.NOBODY;
    }

    private CompletableFuture<Result> visit(
            String address, Forward forward, int port, Duration within) {
        return run(address, port, within, visit -> visit.selfCheck(nonces, forward.expect()));
    }

    private CompletableFuture<Result> run(
            String address, int port, Duration within, Question question) {
        if (address == null) {
            return CompletableFuture.completedFuture(new Result(Heard.NOBODY, ""));
        }
        Visit visit = new Visit(ssh, address, port, System.nanoTime() + within.toNanos());
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new Result(question.ask(visit), visit.banner());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                        return new Result(Heard.UNKNOWN, "");
                    }
                },
                threads);
    }

    private static Heard stuck(String address) {
        return address == null ? Heard.NOBODY : Heard.SILENT;
    }

    private record Result(Heard heard, String banner) {}

    private interface Question {
        Heard ask(Visit visit) throws InterruptedException;
    }
}
