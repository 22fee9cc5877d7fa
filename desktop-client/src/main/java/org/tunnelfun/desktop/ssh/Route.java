package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.JumpChannel;
import com.jcraft.jsch.TunnelSession;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.tunnelfun.desktop.config.Destination;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.Proxy;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Ssh;

/**
 * The way to a server: to one of its addresses, perhaps through a proxy, perhaps over other hosts,
 * each of which is logged in to with its own host key verified. One use per object; blocks.
 */
final class Route {

    /** A jump must carry whatever the tunnel carries: more than JSch's 128 KiB on a long line. */
    private static final int WINDOW = 2 * 1024 * 1024;

    private static final int PACKET = 32 * 1024;

    private final TunnelConfig tunnel;
    private final ServerConfig server;
    private final Identities keys;
    private final Means means;
    private final Lifeline lifeline;
    private HostPort reached;
    private volatile Ssh.Leg leg = Ssh.Leg.CONNECT;
    private volatile Handshake jumping;

    Route(TunnelConfig tunnel, Identities keys, Means means, Lifeline lifeline) {
        this.tunnel = tunnel;
        this.server = tunnel.server();
        this.keys = keys;
        this.means = means;
        this.lifeline = lifeline;
    }

    /**
     * A connection to the first of the server's addresses that can be reached.
     *
     * @throws LoginException what was wrong with the last address, if none can
     */
    Wire open() throws LoginException, InterruptedException {
        HostPort first = new HostPort(server.host(), server.port());
        List<Failure> failures = new ArrayList<>();
        for (HostPort address : addresses(first)) {
            try {
                Wire wire = to(address);
                reached = address;
                means.winners.put(first, address);
                return wire;
            } catch (LoginException e) {
                if (!e.failure().kind().unconnected()) {
                    throw e;
                }
                failures.add(e.failure());
            }
        }
        String all = String.join("; ", failures.stream().map(Failure::message).toList());
        boolean refused = failures.stream().allMatch(f -> f.kind() == Failure.Kind.REFUSED);
        throw new LoginException(
                Failure.of(refused ? Failure.Kind.REFUSED : Failure.Kind.UNREACHABLE, all));
    }

    /** How far {@link #open} came; on a jump host, how far with that. */
    Ssh.Leg leg() {
        Handshake jump = jumping;
        return jump == null ? leg : jump.leg();
    }

    /** Where {@link #open} came out. */
    HostPort reached() {
        return reached;
    }

    /** The server's address in the config, where another one was reached. */
    List<HostPort> aliases() {
        HostPort first = new HostPort(server.host(), server.port());
        return first.equals(reached()) ? List.of() : List.of(first);
    }

    private List<HostPort> addresses(HostPort first) {
        List<HostPort> all = new ArrayList<>(List.of(first));
        server.hosts().stream().filter(other -> !all.contains(other)).forEach(all::add);
        HostPort winner = means.winners.get(first);
        if (all.remove(winner)) {
            all.add(0, winner);
        }
        return all;
    }

    private Wire to(HostPort address) throws LoginException, InterruptedException {
        List<Destination> jumps = server.proxyJump();
        Wire wire = dial(jumps.isEmpty() ? address : jumps.get(0).address());
        for (int i = 0; i < jumps.size(); i++) {
            HostPort next = i + 1 < jumps.size() ? jumps.get(i + 1).address() : address;
            wire = jump(jumps.get(i), wire, next);
        }
        return wire;
    }

    private Wire dial(HostPort address) throws LoginException, InterruptedException {
        leg = Ssh.Leg.CONNECT;
        Duration within = tunnel.retry().connectTimeout();
        HostPort first = server.proxy().map(Proxy::address).orElse(address);

        Dialer dialer = new Dialer(means.threads);
        lifeline.hold(dialer::cancel);
        Socket socket = dialer.dial(first, Names.ofServer(first.host(), within), within);
        lifeline.hold(() -> Dialer.close(socket));
        try {
            if (server.proxy().isPresent()) {
                leg = Ssh.Leg.PROXY;
                throughProxy(socket, server.proxy().get(), address, within);
            }
            return Wire.over(socket);
        } catch (IOException e) {
            Dialer.close(socket);
            throw new LoginException(
                    Failure.of(
                            Failure.Kind.UNREACHABLE,
                            "no connection to %s: %s".formatted(first, Failures.reason(e))));
        } catch (LoginException e) {
            Dialer.close(socket);
            throw e;
        }
    }

    private void throughProxy(Socket socket, Proxy proxy, HostPort address, Duration within)
            throws LoginException, IOException, InterruptedException {
        ProxyPassword password = ProxyPassword.of(server);
        Future<?> limit = means.after(within, () -> Dialer.close(socket));
        try {
            new ProxyHandshake(proxy, password).lead(socket, address);
        } finally {
            limit.cancel(false);
            password.forget();
        }
    }

    private Wire jump(Destination via, Wire wire, HostPort next)
            throws LoginException, InterruptedException {
        HostPort host = via.address();
        String user = via.user().orElse(server.user());
        Handshake handshake = new Handshake(server, user, host, List.of(), wire, keys, means);
        jumping = handshake;
        lifeline.hold(wire::cut);
        Duration within = tunnel.retry().loginTimeout();
        Future<?> limit = means.after(within, wire::cut);
        try {
            TunnelSession session = handshake.run(tunnel.name() + " via " + host, why -> {});
            jumping = null;
            leg = Ssh.Leg.CONNECT;
            return over(session, wire, next, tunnel.retry().connectTimeout());
        } catch (JSchException | IOException | RuntimeException e) {
            // Before the cut, which would look like the reason.
            Failure why =
                    limit.isDone() ? handshake.tooLate(within.toSeconds()) : handshake.failure(e);
            wire.cut();
            throw new LoginException(
                    new Failure(
                            why.kind(), "jump host " + host + ": " + why.message(), why.advice()));
        } catch (LoginException e) {
            wire.cut();
            throw e;
        } finally {
            limit.cancel(false);
        }
    }

    private static Wire over(TunnelSession session, Wire outer, HostPort next, Duration within)
            throws LoginException, JSchException, IOException {
        JumpChannel channel = session.jump(next.host(), next.port(), WINDOW, PACKET);
        Pipe pipe = new Pipe(WINDOW, channel::credit);
        channel.setOutputStream(pipe);
        OutputStream out = channel.getOutputStream();
        try {
            channel.connect((int) within.toMillis());
        } catch (JSchException e) {
            String refusal = session.refusal(channel);
            outer.cut();
            throw new LoginException(
                    Failure.of(
                            Failure.Kind.UNREACHABLE,
                            "the jump host does not reach %s: %s"
                                    .formatted(
                                            next,
                                            refusal.isEmpty()
                                                    ? "no answer"
                                                    : Untrusted.text(refusal, 100))));
        }
        return outer.inside(pipe.in(), out);
    }
}
