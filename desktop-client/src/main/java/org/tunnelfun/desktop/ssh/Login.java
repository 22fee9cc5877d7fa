package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.TunnelSession;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tunnelfun.desktop.config.TunnelArguments;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.SessionFacts;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.Ssh.Leg;
import org.tunnelfun.desktop.engine.SshSession;

/**
 * One attempt: key, connection, host key, login, on a thread of its own.
 *
 * <p>Whoever is first ends it, exactly once: success, failure, the deadline over the whole login,
 * or {@link #cancel}. All but success cut the connection, which frees the thread wherever it is.
 */
final class Login implements Ssh.Attempt {

    private final TunnelConfig tunnel;
    private final Ssh.Listener listener;
    private final Means means;
    private final Thread thread;
    private final Lifeline lifeline = new Lifeline();
    private final AtomicBoolean over = new AtomicBoolean();

    private volatile Future<?> deadline;
    private volatile Route route;
    private volatile Handshake handshake;
    private volatile JschSession opened;
    private volatile Exception endedBy;

    Login(TunnelConfig tunnel, Ssh.Listener listener, Means means) {
        this.tunnel = tunnel;
        this.listener = listener;
        this.means = means;
        this.thread = Threads.named("login " + tunnel.name()).newThread(this::run);
    }

    void start() {
        thread.start();
    }

    @Override
    public void cancel() {
        if (over.compareAndSet(false, true)) {
            free();
        }
    }

    private void run() {
        Identities keys = null;
        try {
            keys = Keys.inFiles(tunnel.server(), means.passphrases);
            Route way = new Route(tunnel, keys, means, lifeline);
            route = way;
            Wire wire = way.open();
            lifeline.hold(wire::cut);
            if (over.get()) {
                return;
            }
            listener.connected();
            JschSession session = logIn(way, wire, keys);
            if (over.compareAndSet(false, true)) {
                listener.opened(session);
                session.tellEnd(listener);
            } else {
                session.end();
            }
        } catch (LoginException e) {
            fail(e.failure());
        } catch (JSchException | RuntimeException e) {
            fail(
                    handshake == null
                            ? Failure.of(
                                    Failure.Kind.LOGIN,
                                    Stumble.isOne(e)
                                            ? Stumble.told(e)
                                            : "the login failed: " + Failures.reason(e))
                            : handshake.failure(e));
        } catch (InterruptedException e) {
            fail(Failure.of(Failure.Kind.LOGIN, "the login was interrupted"));
        } finally {
            // An attempt always ends, also where a class of a library is missing.
            fail(Failure.of(Failure.Kind.LOGIN, "the login ended unexpectedly"));
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (keys != null) {
                keys.forget();
            }
        }
    }

    private JschSession logIn(Route way, Wire wire, Identities keys)
            throws LoginException, JSchException {
        long connected = System.nanoTime();
        handshake =
                new Handshake(
                        tunnel.server(),
                        tunnel.server().user(),
                        way.reached(),
                        way.aliases(),
                        wire,
                        keys,
                        means);
        deadline = means.after(tunnel.retry().loginTimeout(), this::tooLate);
        TunnelSession ssh = handshake.run(tunnel.name(), this::sessionEnded);
        SshSession.Info info =
                new SshSession.Info(
                        wire.banner(),
                        handshake.hostKey(),
                        wire.local().getAddress(),
                        Duration.ofNanos(System.nanoTime() - connected),
                        facts(wire, ssh.negotiated()));
        opened = new JschSession(ssh, wire, info, means, tunnel.name());
        if (endedBy != null) {
            opened.ended(endedBy);
        }
        return opened;
    }

    private static SessionFacts facts(Wire wire, TunnelSession.Negotiated agreed) {
        String out = agreed.cipherOut();
        String in = agreed.cipherIn();
        return new SessionFacts(
                SessionFacts.address(wire.local()),
                SessionFacts.address(wire.peer()),
                agreed.keyExchange(),
                out.equals(in) ? out : out + " / " + in);
    }

    /** During the login the exception also comes out of {@link Handshake#run}. */
    private void sessionEnded(Exception why) {
        endedBy = why;
        JschSession session = opened;
        if (session != null) {
            session.ended(why);
        }
    }

    private void tooLate() {
        if (over.get()) {
            return;
        }
        if (handshake.asking()) {
            // A person is being asked, for a limited time; the server knows, and waits as well.
            deadline = means.after(Duration.ofSeconds(1), this::tooLate);
        } else {
            fail(handshake.tooLate(tunnel.retry().loginTimeout().toSeconds()));
        }
    }

    private void fail(Failure failure) {
        if (over.compareAndSet(false, true)) {
            listener.reached(leg());
            free();
            listener.failed(named(failure));
        }
    }

    /** What the advice says to run is about this tunnel. */
    private Failure named(Failure failure) {
        return new Failure(
                failure.kind(),
                failure.message(),
                failure.advice()
                        .replace(
                                "tunnelfun authorize NAME",
                                "tunnelfun authorize " + TunnelArguments.of(tunnel)));
    }

    private Leg leg() {
        if (handshake != null) {
            return handshake.leg();
        }
        return route == null ? Leg.KEY : route.leg();
    }

    /** Frees the thread wherever it is: in a lookup, a connect, a read, or asking an agent. */
    private void free() {
        lifeline.cut();
        thread.interrupt();
    }
}
