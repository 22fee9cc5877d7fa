package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Identity;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.tunnelfun.desktop.config.ShellWord;

/**
 * The desktop's keyring (the Secret Service of freedesktop.org) by way of {@code secret-tool(1)},
 * which takes a secret on its standard input: it never stands among anybody's arguments.
 */
public final class Keyring {

    /** Its own dialog may ask somebody to unlock the keyring. */
    private static final int LIMIT_SECONDS = 100;

    /** A service that is started by the question needs a moment. */
    private static final int WORKS_SECONDS = 5;

    private static final int MOST_SAID = 500;

    private Keyring() {}

    /**
     * Whether it can be asked: secret-tool(1) is there, and a Secret Service answers it. Asks for
     * what nobody keeps, so that nothing has to be unlocked; waits a few seconds at most.
     */
    public static boolean works() throws InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder("secret-tool", "lookup", "application", "tunnelfun-works")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            return false;
        }
        try (InputStream complaints = process.getErrorStream()) {
            // Not found is a failure, too, but one without a word.
            return process.waitFor(WORKS_SECONDS, TimeUnit.SECONDS) && complaints.read() < 0;
        } catch (IOException e) {
            return false;
        } finally {
            process.destroyForcibly();
        }
    }

    /**
     * Whether this opens a key that is locked.
     *
     * @param passphrase overwritten at the end
     */
    public static boolean opens(Path key, char[] passphrase) throws KeyringException {
        byte[] secret = Passphrases.bytes(passphrase);
        try {
            Identity locked = KeyFile.load(key);
            boolean opens = locked.isEncrypted() && Passphrases.opens(locked, secret.clone());
            locked.clear();
            return opens;
        } catch (LoginException e) {
            throw new KeyringException(e.failure().message());
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /**
     * Keeps what opens a key.
     *
     * @param passphrase overwritten at the end
     * @throws KeyringException if it does not open the key, or the keyring does not take it
     */
    public static void keep(Path key, char[] passphrase)
            throws KeyringException, InterruptedException {
        byte[] secret = Passphrases.bytes(passphrase);
        try {
            Identity locked = KeyFile.load(key);
            if (!locked.isEncrypted()) {
                throw new KeyringException(key + " has no passphrase, so there is none to keep");
            }
            if (!Passphrases.opens(locked, secret.clone())) {
                throw new KeyringException("that does not open " + key);
            }
            locked.clear();
            tool(secret, "store", "--label=Passphrase of " + key.getFileName(), key);
        } catch (LoginException e) {
            throw new KeyringException(e.failure().message());
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** Takes back what {@link #keep} did. */
    public static void forget(Path key) throws KeyringException, InterruptedException {
        tool(new byte[0], "clear", "", key);
    }

    /** What prints the passphrase: an {@code identityPassphraseCommand}. */
    public static String command(Path key) {
        return "secret-tool lookup application tunnelfun key " + ShellWord.of(key);
    }

    private static void tool(byte[] input, String verb, String option, Path key)
            throws KeyringException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("secret-tool", verb));
        if (!option.isEmpty()) {
            command.add(option);
        }
        command.addAll(List.of("application", "tunnelfun", "key", key.toString()));
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            throw new KeyringException(
                    "secret-tool cannot be started ("
                            + Failures.reason(e)
                            + ")\nInstall it: sudo apt install libsecret-tools");
        }
        try {
            try (OutputStream in = process.getOutputStream()) {
                in.write(input);
            }
            byte[] said = process.getErrorStream().readNBytes(MOST_SAID);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new KeyringException("the keyring does not answer");
            }
            // Clearing what is not there is no failure: it says nothing then.
            String text = Untrusted.text(new String(said, StandardCharsets.UTF_8).strip(), 200);
            if (process.exitValue() != 0 && !(verb.equals("clear") && text.isEmpty())) {
                throw new KeyringException(
                        "the keyring refuses: "
                                + (text.isEmpty() ? "status " + process.exitValue() : text)
                                + "\nIt needs a desktop session whose keyring is unlocked.");
            }
        } catch (IOException e) {
            throw new KeyringException("secret-tool ended: " + Failures.reason(e));
        } finally {
            process.destroyForcibly();
        }
    }
}
