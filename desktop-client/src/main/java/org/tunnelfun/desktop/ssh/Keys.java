package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Identity;
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
     * The keys in files; may ask for a passphrase. Comes before the connection, so that no server
     * waits for a person.
     *
     * @throws LoginException of kind {@code CONFIG} if a named key cannot be used
     */
    static Identities inFiles(ServerConfig server, Passphrases passphrases)
            throws LoginException, InterruptedException {
        Identities keys = new Identities();
        if (server.identityFile().isPresent()) {
            Path file = server.identityFile().get();
            Identity key = KeyFile.load(file);
            passphrases.open(key, file, server.identityPassphraseCommand());
            keys.offer(key);
        }
        return keys;
    }

    /**
     * Adds what else there is: the agent's keys, or the default files. Talks to the agent, so it
     * may block for as long as that does.
     *
     * @throws LoginException of kind {@code CONFIG} if there is no key at all
     */
    static void addOthers(Identities keys, ServerConfig server) throws LoginException {
        if (server.useAgent()) {
            Agents.offer(keys);
        }
        if (keys.isEmpty()) {
            fromDefaults(keys);
        }
        if (keys.isEmpty()) {
            String notes = String.join("", keys.notes().stream().map(", "::concat).toList());
            throw new LoginException(
                    new Failure(
                            Failure.Kind.CONFIG,
                            "there is no key to log in with" + notes,
                            "Make one and name it with -i, or as \"identityFile\" in the config:\n  tunnelfun keygen NAME"
                                    + (server.useAgent()
                                            ? "\nor give the agent one:\n  ssh-add FILE"
                                            : "")));
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
