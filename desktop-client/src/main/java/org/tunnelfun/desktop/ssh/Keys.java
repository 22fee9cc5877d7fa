package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.AgentIdentityRepository;
import com.jcraft.jsch.AgentProxyException;
import com.jcraft.jsch.Identity;
import com.jcraft.jsch.SSHAgentConnector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.engine.Failure;

/** Gathers the keys of one login: the named file first, then the agent's. */
final class Keys {

    /** What ssh(1) tries when nobody names a key. */
    private static final List<String> DEFAULTS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private Keys() {}

    /**
     * The keys for {@code server}. Talks to the agent, so it may block for as long as that does.
     *
     * @throws LoginException of kind {@code CONFIG} if a named key cannot be used, or there is none
     */
    static Identities of(ServerConfig server) throws LoginException {
        Identities keys = new Identities();
        if (server.identityFile().isPresent()) {
            Path file = server.identityFile().get();
            Identity key = KeyFile.load(file);
            if (key.isEncrypted()) {
                throw KeyFile.problem(
                        file,
                        "needs a passphrase",
                        "Add it to an ssh-agent and set \"useAgent\": true:\n  ssh-add " + file);
            }
            keys.offer(key);
        }
        if (server.useAgent()) {
            fromAgent(keys);
        }
        if (keys.isEmpty() && server.identityFile().isEmpty()) {
            fromDefaults(keys);
        }
        if (keys.isEmpty()) {
            throw new LoginException(
                    new Failure(
                            Failure.Kind.CONFIG,
                            "there is no key to log in with"
                                    + String.join(
                                            "", keys.notes().stream().map(", "::concat).toList()),
                            "Make one and name it as \"identityFile\":\n  tunnelfun keygen NAME"));
        }
        return keys;
    }

    private static void fromAgent(Identities keys) {
        String socket = System.getenv("SSH_AUTH_SOCK");
        if (socket == null || socket.isEmpty()) {
            keys.note("no ssh-agent is running (SSH_AUTH_SOCK is not set)");
            return;
        }
        try {
            SSHAgentConnector agent = new SSHAgentConnector(Path.of(socket));
            List<Identity> held = new AgentIdentityRepository(agent).getIdentities();
            if (held.isEmpty()) {
                keys.note("the ssh-agent holds no key, is locked or does not answer");
            }
            held.forEach(keys::offer);
        } catch (AgentProxyException | RuntimeException e) {
            keys.note("the ssh-agent cannot be asked: " + Failures.reason(e));
        }
    }

    private static void fromDefaults(Identities keys) throws LoginException {
        Path folder = Path.of(System.getProperty("user.home"), ".ssh");
        for (String name : DEFAULTS) {
            Path file = folder.resolve(name);
            if (Files.exists(file)) {
                Identity key = KeyFile.load(file);
                if (key.isEncrypted()) {
                    keys.note(file + " needs a passphrase");
                } else {
                    keys.offer(key);
                }
            }
        }
    }
}
