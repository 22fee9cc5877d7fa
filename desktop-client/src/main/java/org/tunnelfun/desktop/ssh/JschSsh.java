package org.tunnelfun.desktop.ssh;

import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.engine.Ssh;

/** Opens sessions with JSch. One object serves any number of tunnels. */
public final class JschSsh implements Ssh {

    static final Logger LOG = LoggerFactory.getLogger(JschSsh.class);

    private final Means means;

    /** Without a screen: what is not trusted is refused, and nobody is asked for a secret. */
    public JschSsh() {
        this(HostKeyPrompt.NOBODY, SecretPrompt.NOBODY);
    }

    /**
     * @param prompt asked about unknown host keys where the config says {@code ask}
     */
    public JschSsh(HostKeyPrompt prompt) {
        this(prompt, SecretPrompt.NOBODY);
    }

    /**
     * @param prompt asked about unknown host keys where the config says {@code ask}
     * @param secrets asked for passphrases, and for what a server wants typed
     */
    public JschSsh(HostKeyPrompt prompt, SecretPrompt secrets) {
        this(prompt, secrets, Optional.empty());
    }

    /**
     * @param prompt asked about unknown host keys where the config says {@code ask}
     * @param secrets asked for passphrases, and for what a server wants typed
     * @param state the state directory, in which the ports that servers chose outlive the program
     */
    public JschSsh(HostKeyPrompt prompt, SecretPrompt secrets, Path state) {
        this(prompt, secrets, Optional.of(state.resolve("ports")));
    }

    private JschSsh(HostKeyPrompt prompt, SecretPrompt secrets, Optional<Path> ports) {
        this.means = new Means(prompt, secrets, new ChosenPorts(ports));
    }

    @Override
    public Attempt open(TunnelConfig tunnel, Listener listener) {
        Login login = new Login(tunnel, listener, means);
        login.start();
        return login;
    }
}
