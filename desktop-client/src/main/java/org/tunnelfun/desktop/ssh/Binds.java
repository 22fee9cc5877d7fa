package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.TunnelSession;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Bind;

/** The server's ports that this session asked for. Asked from one thread. */
final class Binds {

    private final TunnelSession ssh;
    private final ForwardedChannels channels;
    private final String tunnel;
    private final ChosenPorts chosen;
    private final Map<Forward, Integer> bound = new ConcurrentHashMap<>();

    /** Forwards whose former port somebody else has now. */
    private final Set<Forward> taken = ConcurrentHashMap.newKeySet();

    /**
     * @param chosen the ports that servers chose before, for this session to ask for again; it adds
     *     its own
     */
    Binds(TunnelSession ssh, ForwardedChannels channels, String tunnel, ChosenPorts chosen) {
        this.ssh = ssh;
        this.tunnel = tunnel;
        this.channels = channels;
        this.chosen = chosen;
    }

    /** The port the server listens on; the wanted one while it does not. */
    int port(Forward forward) {
        return bound.getOrDefault(forward, forward.remote().port());
    }

    void bind(Forward forward, Consumer<Bind> answer) throws Exception {
        Integer port = bound.get(forward);
        if (port != null) {
            // Granted after whoever asked first had given up; the server would now refuse.
            answer.accept(new Bind(true, port, ""));
            return;
        }
        channels.route(forward);
        int wanted = wanted(forward);
        ssh.bind(
                address(forward),
                wanted,
                channels.visitors(forward),
                reply -> {
                    if (reply.success()) {
                        bound(forward, reply.port());
                    } else {
                        taken.add(forward);
                    }
                    answer.accept(
                            reply.success()
                                    ? new Bind(true, reply.port(), "")
                                    : new Bind(false, 0, refused(wanted)));
                });
    }

    /** The server may choose; what it chose for an earlier session is asked for once, first. */
    private int wanted(Forward forward) {
        int port = forward.remote().port();
        return port == 0 && !taken.contains(forward) ? chosen.of(tunnel, forward) : port;
    }

    private void bound(Forward forward, int port) {
        bound.put(forward, port);
        taken.remove(forward);
        if (forward.remote().port() == 0) {
            chosen.chosen(tunnel, forward, port);
        }
    }

    void unbind(Forward forward, Consumer<Boolean> done) throws Exception {
        Integer port = bound.remove(forward);
        channels.unroute(forward);
        if (port == null) {
            done.accept(true);
            return;
        }
        ssh.unbind(address(forward), port, any -> done.accept(true));
    }

    /** As ssh(1) sends it; the literal {@code localhost} must stay one, for permitlisten. */
    private static String address(Forward forward) {
        String bind = forward.remote().bind();
        return bind.equals("*") ? "" : bind;
    }

    private static String refused(int port) {
        return "the server refused port %d: in use, or not permitted".formatted(port);
    }
}
