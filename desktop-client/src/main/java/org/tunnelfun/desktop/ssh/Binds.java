package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.TunnelSession;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Bind;

/** The server's ports that this session asked for. Asked from one thread. */
final class Binds {

    private final TunnelSession ssh;
    private final ForwardedChannels channels;
    private final Map<Forward, Integer> bound = new ConcurrentHashMap<>();

    Binds(TunnelSession ssh, ForwardedChannels channels) {
        this.ssh = ssh;
        this.channels = channels;
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
        ssh.bind(
                address(forward),
                forward.remote().port(),
                channels.daemon(),
                channels.arguments(forward),
                reply -> {
                    if (reply.success()) {
                        bound.put(forward, reply.port());
                    }
                    answer.accept(
                            reply.success()
                                    ? new Bind(true, reply.port(), "")
                                    : new Bind(false, 0, refused(forward)));
                });
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

    private static String refused(Forward forward) {
        return "the server refused port %d: in use, or not permitted"
                .formatted(forward.remote().port());
    }
}
