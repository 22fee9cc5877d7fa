package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.SocketFactory;
import com.jcraft.jsch.TunnelSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.SshSession;

/**
 * One attempt: connect, host key, keys, on a thread of its own.
 *
 * <p>Whoever is first ends it, exactly once: success, failure, the deadline over the whole login,
 * or {@link #cancel}. All but success cut the connection, which frees the thread wherever it is.
 */
final class Login implements Ssh.Attempt {

    private final TunnelConfig tunnel;
    private final Ssh.Listener listener;
    private final HostKeyPrompt prompt;
    private final ExecutorService threads;
    private final ScheduledExecutorService clock;
    private final Dialer dialer;
    private final Thread thread;
    private final AtomicBoolean over = new AtomicBoolean();

    private volatile Wire wire;
    private volatile HostKeys hostKeys;
    private volatile Identities keys;
    private volatile JschSession opened;
    private volatile Exception endedBy;

    Login(
            TunnelConfig tunnel,
            Ssh.Listener listener,
            HostKeyPrompt prompt,
            ExecutorService threads,
            ScheduledExecutorService clock) {
        this.tunnel = tunnel;
        this.listener = listener;
        this.prompt = prompt;
        this.threads = threads;
        this.clock = clock;
        this.dialer = new Dialer(threads);
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
        Future<?> deadline = null;
        try {
            wire = dial();
            if (over.get()) {
                wire.cut();
                return;
            }
            long connected = System.nanoTime();
            listener.connected();
            Duration limit = tunnel.retry().loginTimeout();
            deadline = clock.schedule(this::tooLate, limit.toNanos(), TimeUnit.NANOSECONDS);
            JschSession session = logIn(connected);
            if (over.compareAndSet(false, true)) {
                listener.opened(session);
                session.tellEnd(listener);
            } else {
                session.end();
            }
        } catch (LoginException
                | JSchException
                | IOException
                | InterruptedException
                | RuntimeException e) {
            fail(failure(e));
        } finally {
            if (deadline != null) {
                deadline.cancel(false);
            }
            if (keys != null) {
                keys.forget();
            }
        }
    }

    private Wire dial() throws LoginException, InterruptedException, IOException {
        ServerConfig server = tunnel.server();
        Duration within = tunnel.retry().connectTimeout();
        List<InetAddress> addresses = Names.addresses(server.host(), within);
        Socket socket = dialer.dial(new HostName(server.host(), server.port()), addresses, within);
        return Wire.over(socket);
    }

    private JschSession logIn(long connected) throws LoginException, IOException, JSchException {
        ServerConfig server = tunnel.server();
        HostName host = new HostName(server.host(), server.port());
        keys = Keys.of(server);
        hostKeys = new HostKeys(host, knownHosts(server), server.strictHostKeyChecking(), prompt);
        JSch jsch = new JSch();
        jsch.setIdentityRepository(keys);
        jsch.setHostKeyRepository(hostKeys);
        TunnelSession ssh =
                new TunnelSession(
                        jsch, server.user(), server.host(), server.port(), this::sessionEnded);
        Algorithms.configure(ssh, hostKeys, server.legacyAlgorithms());
        ssh.setSocketFactory(new Connected(wire));
        ssh.setThreadFactory(Threads.named("session " + tunnel.name()));
        ssh.setDaemonThread(true);
        ssh.connect(0);
        Duration took = Duration.ofNanos(System.nanoTime() - connected);
        SshSession.Info info =
                new SshSession.Info(wire.banner(), hostKeys.accepted(), wire.local(), took);
        opened = new JschSession(ssh, wire, info, threads, clock);
        if (endedBy != null) {
            opened.ended(endedBy);
        }
        return opened;
    }

    private static KnownHosts knownHosts(ServerConfig server) throws LoginException {
        try {
            return KnownHosts.read(server.knownHostsFile());
        } catch (IOException e) {
            throw new LoginException(
                    new Failure(
                            Failure.Kind.CONFIG,
                            "known_hosts file %s cannot be read: %s"
                                    .formatted(server.knownHostsFile(), Failures.reason(e)),
                            "  ls -l " + server.knownHostsFile()));
        }
    }

    /** During the login the exception also comes out of {@code connect}. */
    private void sessionEnded(Exception why) {
        endedBy = why;
        JschSession session = opened;
        if (session != null) {
            session.ended(why);
        }
    }

    private void tooLate() {
        String stage =
                wire.banner().isEmpty()
                        ? "the server accepted the connection and sent no SSH banner"
                        : "the login stalled";
        String head = wire.head();
        fail(
                Failure.of(
                        Failure.Kind.OVERLOADED,
                        "%s within %d s%s"
                                .formatted(
                                        stage,
                                        tunnel.retry().loginTimeout().toSeconds(),
                                        wire.banner().isEmpty() && !head.isEmpty()
                                                ? "; it says: " + head
                                                : "")));
    }

    private void fail(Failure failure) {
        if (over.compareAndSet(false, true)) {
            free();
            listener.failed(failure);
        }
    }

    /** Frees the thread wherever it is: in a lookup, a connect, a read, or asking an agent. */
    private void free() {
        dialer.cancel();
        Wire connection = wire;
        if (connection != null) {
            connection.cut();
        }
        thread.interrupt();
    }

    private Failure failure(Exception problem) {
        Progress progress =
                new Progress(
                        tunnel.server().address(),
                        wire == null ? "" : wire.banner(),
                        hostKeys == null ? Optional.empty() : hostKeys.problem(),
                        keys == null ? List.of() : keys.tried(),
                        keys == null ? List.of() : keys.notes());
        return Failures.ofLogin(problem, wire, progress);
    }

    /** Hands JSch the connection that stands already. */
    private record Connected(Wire wire) implements SocketFactory {
        @Override
        public Socket createSocket(String host, int port) {
            return new NoSocket(wire);
        }

        @Override
        public InputStream getInputStream(Socket socket) {
            return wire.in();
        }

        @Override
        public OutputStream getOutputStream(Socket socket) {
            return wire.out();
        }
    }

    /** What JSch may do to its socket; the real one belongs to the wire. Takes no descriptor. */
    private static final class NoSocket extends Socket {
        private final Wire wire;

        NoSocket(Wire wire) {
            this.wire = wire;
        }

        @Override
        public void setTcpNoDelay(boolean on) {
            // The wire's socket has it already.
        }

        @Override
        public void close() {
            wire.close();
        }
    }
}
