package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Identity;
import com.jcraft.jsch.JSchException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.engine.SecretPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt.Question;

/**
 * Opens encrypted keys, and remembers in memory what opened them, because a tunnel that asks at
 * each drop is no help. Nothing is written anywhere.
 */
final class Passphrases {

    private static final int TRIES = 3;

    private final SecretPrompt prompt;
    private final Map<Path, byte[]> known = new ConcurrentHashMap<>();

    Passphrases(SecretPrompt prompt) {
        this.prompt = prompt;
    }

    /**
     * Opens {@code key}, if it is locked.
     *
     * @param command prints the passphrase, if there is one
     * @throws LoginException of kind {@code CONFIG} if nothing opens it
     */
    void open(Identity key, Path file, Optional<String> command)
            throws LoginException, InterruptedException {
        byte[] before = known.get(file);
        if (!key.isEncrypted() || before != null && opens(key, before.clone())) {
            return;
        }
        known.remove(file);
        if (command.isPresent()) {
            byte[] secret = bytes(SecretCommand.run("identityPassphraseCommand", command.get()));
            if (!tryAndKeep(key, file, secret)) {
                throw KeyFile.problem(
                        file, "is not opened by what the identityPassphraseCommand prints", "");
            }
            return;
        }
        askFor(key, file);
    }

    private void askFor(Identity key, Path file) throws LoginException, InterruptedException {
        String wrong = "";
        for (int i = 0; i < TRIES; i++) {
            Optional<char[]> secret =
                    Asking.ask(
                            prompt,
                            new Question(
                                    SecretPrompt.Kind.PASSPHRASE, file.toString(), wrong, false));
            if (secret.isEmpty()) {
                break;
            }
            if (tryAndKeep(key, file, bytes(secret.get()))) {
                return;
            }
            wrong = "that did not open the key";
        }
        throw KeyFile.problem(
                file,
                "needs a passphrase",
                "Add it to an ssh-agent and set \"useAgent\": true:\n  ssh-add "
                        + ShellWord.of(file)
                        + "\nor keep it in the desktop's keyring:\n  tunnelfun keyring "
                        + ShellWord.of(file)
                        + "\nor name a command that prints it: \"identityPassphraseCommand\"");
    }

    private boolean tryAndKeep(Identity key, Path file, byte[] secret) {
        if (!opens(key, secret.clone())) {
            Arrays.fill(secret, (byte) 0);
            return false;
        }
        known.put(file, secret);
        return true;
    }

    /** JSch may overwrite the array. */
    static boolean opens(Identity key, byte[] secret) {
        try {
            return key.setPassphrase(secret) && !key.isEncrypted();
        } catch (JSchException | RuntimeException wrong) {
            return false;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    static byte[] bytes(char[] secret) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        Arrays.fill(secret, '\0');
        return bytes;
    }
}
