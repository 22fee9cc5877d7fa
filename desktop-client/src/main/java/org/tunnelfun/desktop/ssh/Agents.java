package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.AgentConnector;
import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.PageantFFMConnector;
import com.jcraft.jsch.SSHAgentConnector;
import com.jcraft.jsch.WindowsSSHAgentConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ssh-agent of this system: a Unix socket, or on Windows OpenSSH's pipe and then Pageant. An
 * agent may take its time, so this runs under the login's deadline.
 */
final class Agents {

    private Agents() {}

    /** Adds the agent's keys, or a note that says why there are none. */
    static void offer(Identities keys) {
        offer(keys, Optional.ofNullable(System.getenv("SSH_AUTH_SOCK")).filter(s -> !s.isEmpty()));
    }

    /**
     * @param socket path of a Unix socket, if the environment names one
     */
    static void offer(Identities keys, Optional<String> socket) {
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        if (socket.isEmpty() && !windows) {
            if (keys.isEmpty()) {
                keys.note("no ssh-agent is running (SSH_AUTH_SOCK is not set)");
            }
            return;
        }
        if (socket.isPresent() && !windows && !Files.exists(Path.of(socket.get()))) {
            keys.note("the ssh-agent is gone: " + socket.get() + " does not exist");
            return;
        }
        try {
            for (AgentConnector agent : socket.isPresent() ? unix(socket.get()) : windows()) {
                List<Identity> held = new AgentIdentityRepository(agent).getIdentities();
                if (!held.isEmpty()) {
                    held.forEach(keys::offer);
                    return;
                }
            }
            keys.note("the ssh-agent holds no key, is locked, or does not answer (ssh-add -l)");
        } catch (AgentProxyException | RuntimeException e) {
            keys.note("the ssh-agent cannot be asked: " + Failures.reason(e));
        }
    }

    private static List<AgentConnector> unix(String socket) throws AgentProxyException {
        return List.of(new SSHAgentConnector(Path.of(socket)));
    }

    private static List<AgentConnector> windows() {
        List<AgentConnector> agents = new ArrayList<>();
        AgentConnector pipe = new WindowsSSHAgentConnector();
        if (pipe.isAvailable()) {
            agents.add(pipe);
        }
        try {
            AgentConnector pageant = new PageantFFMConnector();
            if (pageant.isAvailable()) {
                agents.add(pageant);
            }
        } catch (AgentProxyException | LinkageError beforeJava22) {
            JschSsh.LOG.debug("Pageant cannot be asked: {}", beforeJava22.toString());
        }
        return agents;
    }
}
