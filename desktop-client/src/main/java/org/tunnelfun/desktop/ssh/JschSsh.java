package org.tunnelfun.desktop.ssh;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.Ssh;

/** Opens sessions with JSch. One object serves any number of tunnels. */
public final class JschSsh implements Ssh {

    static final Logger LOG = LoggerFactory.getLogger(JschSsh.class);

    private final ExecutorService threads = Threads.pool("worker");
    private final ScheduledExecutorService clock = Threads.clock();
    private final HostKeyPrompt prompt;

    /** Without a screen: what is not trusted is refused. */
    public JschSsh() {
        this(HostKeyPrompt.NOBODY);
    }

    /**
     * @param prompt asked about unknown host keys where the config says {@code ask}
     */
    public JschSsh(HostKeyPrompt prompt) {
        this.prompt = prompt;
    }

    @Override
    public Attempt open(TunnelConfig tunnel, Listener listener) {
        Login login = new Login(tunnel, listener, prompt, threads, clock);
        login.start();
        return login;
    }
}
