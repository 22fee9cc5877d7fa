package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.engine.Failure;

/** Gathers the keys of one login: the named file first, then the agent's. */
final class Keys {

    /** What ssh(1) tries when nobody names a key. */
    private static final List<String> DEFAULTS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private Keys() {}

    /**
     * The keys in files; one that is locked is used through the agent that holds it, as by ssh(1),
     * or else may ask for a passphrase. Comes before the connection, so that no server waits for a
     * person.
     *
     * @throws LoginException of kind {@code CONFIG} if a named key cannot be used
     */
    static Identities inFiles(ServerConfig server, Passphrases passphrases)
            throws LoginException, InterruptedException {
        Identities keys = new Identities();
        if (server.identityFile().isPresent()) {
            Path file = server.identityFile().get();
            Identity key = KeyFile.load(file);
            Optional<Identity> held =
                    key.isEncrypted()
                                    && server.useAgent()
                                    && server.identityPassphraseCommand().isEmpty()
                            ? Agents.holding(publicHalf(key, file))
                            : Optional.empty();
            if (held.isEmpty()) {
                passphrases.open(key, file, server.identityPassphraseCommand());
            }
            keys.offer(held.orElse(key));
        }
        return keys;
    }

    /** A locked PEM file does not tell it, but the file beside it may; empty if neither does. */
    private static byte[] publicHalf(Identity key, Path file) {
        byte[] blob = key.getPublicKeyBlob();
        try {
            return blob != null
                    ? blob
                    : Base64.getDecoder().decode(AuthorizedKeys.publicKey(file).split(" +")[1]);
        } catch (IOException | IllegalArgumentException unknown) {
            return new byte[0];
        }
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
