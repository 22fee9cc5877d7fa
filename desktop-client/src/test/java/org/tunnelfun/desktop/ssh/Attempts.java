package org.tunnelfun.desktop.ssh;

import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.Retry;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ServerConfig.StrictHostKeyChecking;
import org.tunnelfun.desktop.config.Staleness;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.testing.RealSshd;

/** What tests of this package ask of an attempt and its session, waiting for the answers. */
final class Attempts {

    /** Generous: the machine may be many times slower than usual. */
    static final Duration LONG = Duration.ofSeconds(60);

    private Attempts() {}

    static ServerConfig server(RealSshd sshd) {
        return ServerConfig.of("test", "127.0.0.1", sshd.port(), sshd.user())
                .withIdentityFile(sshd.identity())
                .withKnownHosts(sshd.knownHosts(), StrictHostKeyChecking.YES);
    }

    static ServerConfig server(int port, Path identity, Path knownHosts) {
        return ServerConfig.of("test", "127.0.0.1", port, "anna")
                .withIdentityFile(identity)
                .withKnownHosts(knownHosts, StrictHostKeyChecking.YES);
    }

    /** The same server with old algorithms allowed. */
    static ServerConfig legacy(ServerConfig s) {
        return s.with(edit -> edit.legacyAlgorithms = true);
    }

    static Forward forward(String bind, int port, int target) {
        return new Forward(
                new Forward.Remote(bind, port),
                new Forward.Target("127.0.0.1", target),
                Forward.Expect.SSH);
    }

    static TunnelConfig tunnel(ServerConfig server) {
        return tunnel(server, Retry.DEFAULTS);
    }

    static TunnelConfig tunnel(ServerConfig server, Retry retry) {
        return new TunnelConfig(
                "test",
                server,
                Optional.empty(),
                true,
                List.of(forward("localhost", 2000, 22)),
                retry,
                Staleness.DEFAULTS);
    }

    /** The defaults with other limits for the connect and the login. */
    static Retry limits(Duration connect, Duration login) {
        Retry r = Retry.DEFAULTS;
        return new Retry(
                r.interval(),
                r.maxInterval(),
                r.backoffFactor(),
                r.jitterPercent(),
                r.steadyAfter(),
                connect,
                login,
                r.bindRetry(),
                r.challenge(),
                r.challengeInterval());
    }

    static SshSession open(ServerConfig server) {
        return get(start(new JschSsh(), tunnel(server)).opened);
    }

    static Failure failure(ServerConfig server) {
        return failure(new JschSsh(), tunnel(server));
    }

    static Failure failure(JschSsh ssh, TunnelConfig tunnel) {
        return get(start(ssh, tunnel).failed);
    }

    static Told start(JschSsh ssh, TunnelConfig tunnel) {
        Told told = new Told();
        told.attempt = ssh.open(tunnel, told);
        return told;
    }

    static SshSession.Bind bind(SshSession session, Forward forward) {
        return ask(answer -> session.bind(forward, LONG, answer));
    }

    static SshSession.SelfCheck selfCheck(SshSession session, Forward forward) {
        return ask(answer -> session.selfCheck(forward, Duration.ofSeconds(10), answer));
    }

    /** The answer to a question that is answered through a consumer. */
    static <T> T ask(Consumer<Consumer<T>> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        question.accept(answer::complete);
        return get(answer);
    }

    static <T> T get(CompletableFuture<T> future) {
        await().atMost(LONG).until(future::isDone);
        return future.join();
    }

    /** Keeps what a listener was told. */
    static final class Told implements Ssh.Listener {
        final CompletableFuture<SshSession> opened = new CompletableFuture<>();
        final CompletableFuture<Failure> failed = new CompletableFuture<>();
        final CompletableFuture<Failure> ended = new CompletableFuture<>();
        final AtomicInteger connected = new AtomicInteger();
        final AtomicInteger told = new AtomicInteger();
        Ssh.Attempt attempt;

        @Override
        public void connected() {
            connected.incrementAndGet();
        }

        @Override
        public void opened(SshSession session) {
            told.incrementAndGet();
            opened.complete(session);
        }

        @Override
        public void failed(Failure failure) {
            told.incrementAndGet();
            failed.complete(failure);
            opened.completeExceptionally(new AssertionError(failure.toString()));
        }

        @Override
        public void ended(Failure failure) {
            ended.complete(failure);
        }
    }
}
