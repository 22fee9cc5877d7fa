package org.tunnelfun.desktop.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.Proxy;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.config.TunnelArguments;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.Ssh.Leg;
import org.tunnelfun.desktop.engine.SshSession;

/**
 * The way to a server, host by host: a proxy and each jump host are examined before what lies
 * behind them, each jump host with a login of its own.
 */
final class Way {

    private final Ssh ssh;
    private final TunnelConfig tunnel;
    private final ServerConfig server;
    private final Consumer<Finding> tell;

    Way(Ssh ssh, TunnelConfig tunnel, Consumer<Finding> tell) {
        this.ssh = ssh;
        this.tunnel = tunnel;
        this.server = tunnel.server();
        this.tell = tell;
    }

    /** A session with the server; none if the way ends before, which has been told then. */
    Optional<Asked> walk() {
        int jumps = server.proxyJump().size();
        if (!firstStop(jumps == 0 ? server : server.jump(0), jumps > 0)) {
            return Optional.empty();
        }
        for (int i = 0; i < jumps; i++) {
            HostPort next =
                    i + 1 < jumps ? server.proxyJump().get(i + 1).address() : address(server);
            Optional<Asked> session = logIn(server.jump(i), Optional.of(next));
            if (session.isEmpty()) {
                return session;
            }
            session.get().close();
        }
        return logIn(server, Optional.empty());
    }

    /** What can be seen without SSH, of the first host that this device itself speaks to. */
    private boolean firstStop(ServerConfig first, boolean jump) {
        Duration limit = tunnel.retry().connectTimeout();
        if (server.proxy().isPresent()) {
            List<HostPort> proxy = List.of(server.proxy().get().address());
            return Road.walk(Road.Stop.PROXY, proxy, limit, tell);
        }
        List<HostPort> hosts = new ArrayList<>(List.of(address(first)));
        hosts.addAll(first.hosts());
        boolean likeSsh = TunnelArguments.likeSsh(tunnel);
        Road.Stop stop = jump ? Road.Stop.jump(likeSsh) : Road.Stop.server(likeSsh);
        return Road.walk(stop, hosts, limit, tell);
    }

    /**
     * @param next where a jump host leads; none for the server itself
     */
    private Optional<Asked> logIn(ServerConfig stop, Optional<HostPort> next) {
        String word = next.isPresent() ? "jump host " + address(stop) + ": " : "";
        try {
            Asked session = Login.open(ssh, to(stop));
            passed(stop, word, session.session().info());
            return Optional.of(session);
        } catch (Login.Refused e) {
            tell.accept(refused(stop, next, word, e));
            return Optional.empty();
        }
    }

    private void passed(ServerConfig stop, String word, SshSession.Info info) {
        boolean overJumps = !stop.proxyJump().isEmpty();
        if (overJumps) {
            HostPort last = stop.proxyJump().get(stop.proxyJump().size() - 1).address();
            tell.accept(Finding.ok("connect", word + "reached over " + last));
        } else if (stop.proxy().isPresent()) {
            tell.accept(Finding.ok("proxy", "leads to " + address(stop)));
        }
        if (overJumps || stop.proxy().isPresent()) {
            Finding banner = Server.of(Plain.text(info.serverVersion()));
            tell.accept(Finding.ok("banner", word + banner.text()));
        }
        tell.accept(Finding.ok("host key", word + info.hostKey()));
        String took = " in " + info.loginTook().toMillis() + " ms";
        tell.accept(Finding.ok("login", word + stop.user() + took));
    }

    private TunnelConfig to(ServerConfig stop) {
        return new TunnelConfig(
                tunnel.name(),
                stop,
                tunnel.device(),
                tunnel.autoConnect(),
                tunnel.forwards(),
                tunnel.retry(),
                tunnel.staleness());
    }

    private Finding refused(
            ServerConfig stop, Optional<HostPort> next, String word, Login.Refused refused) {
        Failure failure = refused.failure();
        String step =
                switch (failure.kind()) {
                    case HOST_KEY, CHANGED_HOST_KEY -> "host key";
                    case AUTHENTICATION -> "login";
                    default -> step(refused.leg());
                };
        String mend = failure.advice();
        if (failure.kind() == Failure.Kind.AUTHENTICATION && next.isPresent()) {
            mend = letIn(stop, next.get());
        } else if (mend.isEmpty()) {
            mend = mend(stop, refused.leg());
        }
        return Finding.problem(
                step, word + failure.message(), mend.replace("NAME", ShellWord.of(tunnel.name())));
    }

    private static String step(Leg leg) {
        return switch (leg) {
            case KEY -> "key";
            case CONNECT -> "connect";
            case PROXY -> "proxy";
            case KNOWN_HOSTS -> "host key";
            case BANNER -> "banner";
            case KEY_EXCHANGE -> "key exchange";
            case LOGIN -> "login";
        };
    }

    /** For failures that pass by themselves, if they do. */
    private static String mend(ServerConfig stop, Leg leg) {
        return switch (leg) {
            case CONNECT -> stop.proxyJump().isEmpty() ? "" : fromTheJumpHost(stop);
            case PROXY -> stop.proxy().map(proxy -> askTheProxy(proxy, stop)).orElse("");
            case KEY_EXCHANGE, LOGIN ->
                    "If it stalls after the banner, large packets may get lost (MTU). Try:\n"
                            + "  ping -M do -s 1400 "
                            + stop.host();
            case BANNER ->
                    "The server is overloaded or hangs, or another program listens there:\n"
                            + "  systemctl restart ssh    # on the server";
            default -> "";
        };
    }

    private static String fromTheJumpHost(ServerConfig stop) {
        return "On the jump host, whose sshd and key line must allow it:\n"
                + "  nc -vz %s %d\n".formatted(stop.host(), stop.port())
                + "  sudo sshd -T | grep -i -e allowtcpforwarding -e permitopen";
    }

    private static String askTheProxy(Proxy proxy, ServerConfig stop) {
        String kind = proxy.kind() == Proxy.Kind.HTTP ? "http" : "socks5h";
        return "The proxy must allow this way; many allow port 443 alone. What it says:\n"
                + "  curl -v -p -x %s://%s telnet://%s"
                        .formatted(kind, proxy.address(), address(stop));
    }

    /** Not the lines of authorize: a jump host needs to lead on, and nothing else. */
    private static String letIn(ServerConfig stop, HostPort next) {
        String key = stop.identityFile().map(file -> file + ".pub").orElse("the public key");
        return """
               On the jump host, add to ~%s/.ssh/authorized_keys one line: these
               words, a blank, and what stands in %s:
                 restrict,port-forwarding,permitopen="%s"
               """
                .formatted(stop.user(), key, next)
                .strip();
    }

    private static HostPort address(ServerConfig server) {
        return new HostPort(server.host(), server.port());
    }
}
