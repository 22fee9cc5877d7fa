package org.tunnelfun.desktop.cli;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.ShellWord;
import org.tunnelfun.desktop.ssh.Keyring;
import org.tunnelfun.desktop.ssh.KeyringException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keyring}. */
@Command(
        name = "keyring",
        header = "Keeps a key's passphrase in the desktop's keyring.",
        description = {
            "",
            "Asks for the passphrase (without a terminal: the first line of standard input),"
                    + " tries it, and prints the setting that fetches it. For Linux desktops; on"
                    + " others it says what to do instead.%n"
        })
final class KeyringCommand implements Callable<Integer> {

    private static final int LONGEST = 4096;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "KEY", description = "The private key.")
    private String key;

    @Option(names = "--forget", description = "Take the passphrase out of the keyring again.")
    private boolean forget;

    @Override
    public Integer call() throws InterruptedException {
        Path file = file();
        elsewhere(file);
        PrintWriter out = spec.commandLine().getOut();
        try {
            if (forget) {
                Keyring.forget(file);
                out.println("The keyring no longer opens " + file);
                return ExitCode.FINE;
            }
            Keyring.keep(file, passphrase(file));
        } catch (KeyringException e) {
            throw new CommandException(ExitCode.FAILED, e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FAILED, "the passphrase cannot be read: " + e.getMessage(), e);
        }
        out.println("The keyring opens " + file + " now. Add to its server in the config:");
        out.println();
        out.println("  \"identityPassphraseCommand\": " + json(Keyring.command(file)));
        return ExitCode.FINE;
    }

    private Path file() {
        try {
            return Home.expand(key).toAbsolutePath().normalize();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Where there is no Secret Service, only what the system itself offers is named. */
    private static void elsewhere(Path file) {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (system.startsWith("mac")) {
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "on macOS, the keychain's own program asks for it and keeps it:\n"
                            + "  security add-generic-password -s tunnelfun -a "
                            + ShellWord.of(file)
                            + " -w\nand this setting fetches it:\n"
                            + "  \"identityPassphraseCommand\": "
                            + json(
                                    "security find-generic-password -s tunnelfun -w -a "
                                            + ShellWord.of(file)));
        }
        if (system.startsWith("windows")) {
            throw new CommandException(
                    ExitCode.UNAVAILABLE,
                    "Windows has no program that prints what its Credential Manager holds.\n"
                            + "Give the key to the OpenSSH agent, which keeps it:\n  ssh-add "
                            + ShellWord.of(file)
                            + "\nand set \"useAgent\": true.");
        }
    }

    private static char[] passphrase(Path file) throws IOException {
        Console console = System.console();
        if (console != null) {
            char[] typed = console.readPassword("Passphrase of %s: ", file);
            return typed == null ? new char[0] : typed;
        }
        return firstLine(System.in);
    }

    private static char[] firstLine(InputStream in) throws IOException {
        byte[] line = new byte[LONGEST];
        int length = 0;
        for (int c = in.read(); c >= 0 && c != '\n' && length < LONGEST; c = in.read()) {
            line[length++] = (byte) c;
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(line, 0, length));
        char[] secret = new char[text.remaining()];
        text.get(secret);
        Arrays.fill(text.array(), '\0');
        Arrays.fill(line, (byte) 0);
        return secret;
    }

    private static String json(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
