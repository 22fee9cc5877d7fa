package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.TunnelSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Visitors;
import org.tunnelfun.desktop.testing.FreePort;
import org.tunnelfun.desktop.testing.RealSshd;

/** One session to a real sshd with forwards over our data path, for tests. */
final class VisitsLab implements AutoCloseable {

    final TunnelSession session;
    final ForwardedChannels channels;

    private VisitsLab(TunnelSession session, Arrivals arrivals) {
        this.session = session;
        channels = new ForwardedChannels(session, arrivals);
    }

    /** Nobody expects anything. */
    static VisitsLab login(RealSshd sshd) throws Exception {
        return login(sshd, arrivals(() -> false, (bytes, length) -> false));
    }

    static VisitsLab login(RealSshd sshd, Arrivals arrivals) throws Exception {
        return login(sshd, sshd.port(), arrivals);
    }

    static VisitsLab login(RealSshd sshd, int port, Arrivals arrivals) throws Exception {
        JSch jsch = new JSch();
        jsch.setKnownHosts(sshd.knownHosts().toString());
        jsch.addIdentity(sshd.identity().toString());
        // As JschSession does: a lost session ends its visits before JSch takes them apart.
        AtomicReference<VisitsLab> lab = new AtomicReference<>();
        TunnelSession session =
                new TunnelSession(
                        jsch,
                        sshd.user(),
                        "127.0.0.1",
                        port,
                        ended -> Optional.ofNullable(lab.get()).ifPresent(l -> l.channels.close()));
        lab.set(over(session, arrivals));
        return lab.get();
    }

    /** Logs in; nobody expects anything. */
    static VisitsLab over(TunnelSession session) throws Exception {
        return over(session, arrivals(() -> false, (bytes, length) -> false));
    }

    private static VisitsLab over(TunnelSession session, Arrivals arrivals) throws Exception {
        session.setConfig("StrictHostKeyChecking", "no");
        session.setDaemonThread(true);
        session.connect(30_000);
        return new VisitsLab(session, arrivals);
    }

    static Arrivals arrivals(BooleanSupplier expecting, BiPredicate<byte[], Integer> offer) {
        return new Arrivals() {
            @Override
            public boolean expecting() {
                return expecting.getAsBoolean();
            }

            @Override
            public boolean offer(byte[] firstBytes, int length) {
                return offer.test(firstBytes, length);
            }
        };
    }

    /** Binds a free port of the server's loopbacks. */
    Forward forward(String host, int port) throws Exception {
        Forward forward =
                new Forward(
                        new Forward.Remote("localhost", FreePort.next()),
                        new Forward.Target(host, port),
                        Forward.Expect.ANY);
        channels.route(forward);
        CompletableFuture<TunnelSession.Reply> reply = new CompletableFuture<>();
        session.bind(
                forward.remote().bind(),
                forward.remote().port(),
                channels.visitors(forward),
                reply::complete);
        if (!reply.get(30, TimeUnit.SECONDS).success()) {
            throw new AssertionError("the server refused " + forward.remote());
        }
        return forward;
    }

    Forward forward(int port) throws Exception {
        return forward("127.0.0.1", port);
    }

    static Socket visit(Forward forward) throws IOException {
        return new Socket(InetAddress.getByName("127.0.0.1"), forward.remote().port());
    }

    Visitors visitors(Forward forward) {
        return channels.visitors().stream()
                .filter(v -> v.forward().equals(forward))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() {
        channels.close();
        session.disconnect();
    }
}
