package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Identity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.AuthorizedKeys;
import org.tunnelfun.desktop.config.ServerConfig;
import org.tunnelfun.desktop.engine.Failure;

/** Gathers the keys of one login: the named file first, then the agent's. */
final class Keys {

    /** What ssh(1) tries when nobody names a key. */
    private static final List<String> DEFAULTS = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    /** No more than there are key files. */
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

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
            named(keys, server.identityFile().get(), server, passphrases);
        }
        return keys;
    }

    private static void named(
            Identities keys, Path file, ServerConfig server, Passphrases passphrases)
            throws LoginException, InterruptedException {
        boolean ask = server.useAgent() && server.identityPassphraseCommand().isEmpty();
        LoginException locked = null;
        for (Identity key : KeyFile.withCertificate(file, warning(keys))) {
            Optional<Identity> held =
                    ask && key.isEncrypted()
                            ? Agents.holding(publicHalf(key, file))
                            : Optional.empty();
            if (held.isEmpty() && locked != null) {
                continue;
            }
            try {
                if (held.isEmpty()) {
                    passphrases.open(key, file, server.identityPassphraseCommand());
                }
                keys.offer(held.orElse(key));
            } catch (LoginException e) {
                // The agent may hold the plain key all the same; nothing else opens that.
                locked = e;
            }
        }
        if (keys.isEmpty() && locked != null) {
            throw locked;
        }
    }

    /** Told in the log once, for logins are many; and where no key is accepted. */
    private static Consumer<String> warning(Identities keys) {
        return text -> {
            keys.note(text);
            if (WARNED.add(text)) {
                JschSsh.LOG.warn("{}", text);
            }
        };
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
                List<Identity> both = KeyFile.withCertificate(file, warning(keys));
                if (both.get(0).isEncrypted()) {
                    keys.note(file + " needs a passphrase");
                } else {
                    both.forEach(keys::offer);
                }
            }
        }
    }
}
