package org.tunnelfun.desktop.doctor;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.Ssh.Leg;
import org.tunnelfun.desktop.engine.SshSession;

/** One attempt that is waited for. */
final class Login implements Ssh.Listener {

    private final CompletableFuture<SshSession> session = new CompletableFuture<>();
    private final CompletableFuture<Failure> end = new CompletableFuture<>();
    private volatile boolean connected;
    private volatile Leg leg = Leg.KEY;

    /** Why there is no session. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;
        private final transient Failure failure;
        private final Leg leg;

        Refused(Failure failure, Leg leg) {
            super(failure.message());
            this.failure = failure;
            this.leg = leg;
        }

        /** How far the attempt came. */
        Leg leg() {
            return leg;
        }

        Failure failure() {
            return failure;
        }
    }

    /** Logs in, within the tunnel's own limits and a little more. */
    static Asked open(Ssh ssh, TunnelConfig tunnel) throws Refused {
        Login login = new Login();
        Ssh.Attempt attempt = ssh.open(tunnel, login);
        // Each address is tried in turn, and each jump host has a login's time.
        int hosts = 1 + tunnel.server().hosts().size() + tunnel.server().proxyJump().size();
        Duration limit =
                tunnel.retry()
                        .connectTimeout()
                        .multipliedBy(3)
                        .plus(tunnel.retry().loginTimeout())
                        .multipliedBy(hosts)
                        .plusSeconds(5);
        try {
            return new Asked(login.session.get(limit.toMillis(), TimeUnit.MILLISECONDS), login.end);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refused refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException | InterruptedException e) {
            attempt.cancel();
            throw new Refused(
                    Failure.of(
                            Failure.Kind.LOGIN,
                            (login.connected ? "the login" : "the connect")
                                    + " did not end within "
                                    + limit.toSeconds()
                                    + " s"),
                    login.connected ? Leg.LOGIN : Leg.CONNECT);
        }
    }

    @Override
    public void connected() {
        connected = true;
    }

    @Override
    public void opened(SshSession opened) {
        if (!session.complete(opened)) {
            opened.end();
        }
    }

    @Override
    public void reached(Leg last) {
        leg = last;
    }

    @Override
    public void failed(Failure failure) {
        session.completeExceptionally(new Refused(failure, leg));
    }

    @Override
    public void ended(Failure failure) {
        end.complete(failure);
    }
}
