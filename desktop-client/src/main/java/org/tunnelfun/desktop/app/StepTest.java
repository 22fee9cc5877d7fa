package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.ui.Outside.Step;

/**
 * Tries every step of a tunnel beside whatever runs: name, target, login, port, end to end. For a
 * thread of its own; ends within a minute whatever happens.
 */
final class StepTest {

    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final TunnelConfig tunnel;
    private final Ssh ssh;
    private final Consumer<Step> told;
    private boolean well = true;

    StepTest(TunnelConfig tunnel, Ssh ssh, Consumer<Step> told) {
        this.tunnel = tunnel;
        this.ssh = ssh;
        this.told = told;
    }

    /** Whether all went well. */
    boolean run() throws InterruptedException {
        name();
        tunnel.forwards().forEach(this::target);
        CompletableFuture<SshSession> opened = new CompletableFuture<>();
        Ssh.Attempt attempt = ssh.open(tunnel, new Told(opened));
        try {
            SshSession session = opened.get(LIMIT.toSeconds() * 3, TimeUnit.SECONDS);
            say("Login", true, session.info().serverVersion() + " let us in", "");
            for (Forward forward : tunnel.forwards()) {
                port(session, forward);
            }
            session.end();
        } catch (ExecutionException e) {
            Failure failure = ((Failed) e.getCause()).failure;
            say("Login", false, failure.message(), failure.advice());
        } catch (TimeoutException e) {
            say("Login", false, "no answer", "");
        } finally {
            attempt.cancel();
        }
        return well;
    }

    private void name() {
        String host = tunnel.server().host();
        try {
            String found =
                    Arrays.stream(InetAddress.getAllByName(host))
                            .map(InetAddress::getHostAddress)
                            .collect(Collectors.joining(", "));
            say("Name", true, host + " is " + found, "");
        } catch (UnknownHostException e) {
            // A jump host or a proxy may know it all the same: no reason to stop.
            say("Name", false, host + " is unknown to this device's name servers", "");
        }
    }

    private void target(Forward forward) {
        Forward.Target t = forward.target();
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(t.host(), t.port()), 4_000);
            say("Target", true, t + " answers", "");
        } catch (IOException e) {
            say(
                    "Target",
                    false,
                    "nothing answers at " + t + ": " + e.getMessage(),
                    t.port() == 22 ? "sudo systemctl enable --now ssh" : "");
        }
    }

    private void port(SshSession session, Forward forward) throws InterruptedException {
        CompletableFuture<SshSession.Bind> bound = new CompletableFuture<>();
        session.bind(forward, LIMIT, bound::complete);
        SshSession.Bind bind = within(bound);
        String port = "port " + forward.remote().port();
        if (bind == null || !bind.granted()) {
            inUse(session, forward, port, bind == null ? "no answer" : bind.reason());
            return;
        }
        say("Port", true, "the server listens on port " + bind.port(), "");
        CompletableFuture<SshSession.SelfCheck> checked = new CompletableFuture<>();
        session.selfCheck(forward, LIMIT, checked::complete);
        SshSession.SelfCheck check = within(checked);
        if (check == null) {
            say("End to end", false, "no answer", "");
            return;
        }
        boolean proven =
                check.v4() == SshSession.Heard.PROVEN || check.v6() == SshSession.Heard.PROVEN;
        say(
                "End to end",
                proven,
                proven
                        ? "a visitor of the server's port hears " + check.banner()
                        : "IPv4 " + word(check.v4()) + ", IPv6 " + word(check.v6()),
                "");
    }

    /** The running tunnel itself may hold the port: then a banner comes through it. */
    private void inUse(SshSession session, Forward forward, String port, String reason)
            throws InterruptedException {
        CompletableFuture<SshSession.Heard> heard = new CompletableFuture<>();
        session.probe(forward, LIMIT, heard::complete);
        SshSession.Heard answer = within(heard);
        boolean lives = answer == SshSession.Heard.PROVEN || answer == SshSession.Heard.FOREIGN;
        say(
                "Port",
                lives,
                lives ? port + " is held by a session behind which something answers" : reason,
                "");
    }

    private static String word(SshSession.Heard heard) {
        return switch (heard) {
            case PROVEN -> "works";
            case TARGET_DOWN -> "arrives, but the target does not answer";
            case FOREIGN -> "leads to somebody else";
            case SILENT -> "is silent";
            case NOBODY -> "is not listened to";
            case FORBIDDEN -> "may not be checked by this account";
            case UNKNOWN -> "is unknown";
        };
    }

    private static <T> T within(CompletableFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(LIMIT.toSeconds() + 1, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            return null;
        }
    }

    private void say(String name, boolean ok, String text, String advice) {
        well &= ok;
        told.accept(new Step(name, ok, text, advice));
    }

    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Failure failure;

        Failed(Failure failure) {
            super(failure.message());
            this.failure = failure;
        }
    }

    private record Told(CompletableFuture<SshSession> opened) implements Ssh.Listener {
        @Override
        public void connected() {}

        @Override
        public void opened(SshSession session) {
            opened.complete(session);
        }

        @Override
        public void failed(Failure failure) {
            opened.completeExceptionally(new Failed(failure));
        }

        @Override
        public void ended(Failure failure) {}
    }
}
