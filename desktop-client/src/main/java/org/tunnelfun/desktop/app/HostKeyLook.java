package org.tunnelfun.desktop.app;

import java.util.function.Consumer;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.engine.Ssh;
import org.tunnelfun.desktop.engine.SshSession;
import org.tunnelfun.desktop.ssh.JschSsh;
import org.tunnelfun.desktop.ui.Look;
import org.tunnelfun.desktop.ui.Outside;

/**
 * One attempt that is about the server's host key. Whether the login then goes well is not asked:
 * the key's line may not stand on the server yet. On a jump host it has to.
 */
final class HostKeyLook implements Ssh.Listener, HostKeyPrompt {

    private static final String STEP = "host key";

    private final HostKeyPrompt unknown;
    private final HostKeyPrompt changed;
    private final Consumer<Outside.Step> done;
    private volatile boolean connected;

    /**
     * @param unknown asked about an unknown key
     * @param changed told of a changed one, and of one that cannot be saved
     * @param done told once how it went
     */
    HostKeyLook(HostKeyPrompt unknown, HostKeyPrompt changed, Consumer<Outside.Step> done) {
        this.unknown = unknown;
        this.changed = changed;
        this.done = done;
    }

    void start(TunnelConfig tunnel, SecretPrompt secrets) {
        ServerConfig server =
                tunnel.server()
                        .withKnownHosts(
                                tunnel.server().knownHostsFile(),
                                ServerConfig.StrictHostKeyChecking.ASK);
        new JschSsh(this, secrets)
                .open(
                        new TunnelConfig(
                                tunnel.name(),
                                server,
                                tunnel.device(),
                                tunnel.autoConnect(),
                                tunnel.forwards(),
                                tunnel.retry(),
                                tunnel.staleness()),
                        this);
    }

    @Override
    public void ask(Question question, Runnable trust) {
        unknown.ask(question, trust);
    }

    @Override
    public void changed(Change change) {
        changed.changed(change);
    }

    @Override
    public void failed(String why) {
        changed.failed(why);
    }

    @Override
    public void connected() {
        connected = true;
    }

    @Override
    public void opened(SshSession session) {
        session.end();
        trusted();
    }

    @Override
    public void failed(Failure failure) {
        if (connected && failure.kind() == Failure.Kind.AUTHENTICATION) {
            trusted();
        } else {
            done.accept(
                    new Outside.Step(
                            failure.kind().aboutHostKey() ? STEP : "connect",
                            Look.NEEDS_YOU,
                            failure.message(),
                            failure.advice()));
        }
    }

    @Override
    public void ended(Failure failure) {
        // It was answered before.
    }

    private void trusted() {
        done.accept(new Outside.Step(STEP, Look.UP, "known, and shown by the server just now", ""));
    }
}
