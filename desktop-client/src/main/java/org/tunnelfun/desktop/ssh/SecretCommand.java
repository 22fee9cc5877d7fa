package org.tunnelfun.desktop.ssh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tunnelfun.desktop.engine.Failure;

/**
 * Runs the command of the user's that prints a secret. Nothing of its output is logged or shown, in
 * an error neither.
 */
final class SecretCommand {

    /** Enough for a password manager that asks somebody; not for one that hangs. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int LONGEST = 4096;

    private static final ExecutorService READERS = Threads.pool("secret command");

    private SecretCommand() {}

    /**
     * The first line that {@code command} prints; the caller overwrites it.
     *
     * @param setting the config key that names the command, for errors
     * @throws LoginException of kind {@code CONFIG}
     */
    static char[] run(String setting, String command) throws LoginException, InterruptedException {
        return run(setting, command, LIMIT);
    }

    static char[] run(String setting, String command, Duration limit)
            throws LoginException, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder(shell(command))
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw failed(setting, "could not be started: " + Failures.reason(e));
        }
        try {
            byte[] output =
                    CompletableFuture.supplyAsync(() -> read(process), READERS)
                            .get(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (!process.waitFor(1, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw failed(
                        setting,
                        process.isAlive()
                                ? "does not end"
                                : "failed with status " + process.exitValue());
            }
            return firstLine(setting, output);
        } catch (TimeoutException e) {
            throw failed(setting, "said nothing within " + limit.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw failed(setting, "could not be read: " + Failures.reason(e));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static List<String> shell(String command) {
        return System.getProperty("os.name").startsWith("Windows")
                ? List.of("cmd.exe", "/c", command)
                : List.of("/bin/sh", "-c", command);
    }

    private static byte[] read(Process process) {
        try {
            return process.getInputStream().readNBytes(LONGEST);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static char[] firstLine(String setting, byte[] output) throws LoginException {
        int length = 0;
        while (length < output.length && output[length] != '\n' && output[length] != '\r') {
            length++;
        }
        CharBuffer text = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(output, 0, length));
        char[] secret = new char[text.remaining()];
        text.get(secret);
        Arrays.fill(text.array(), '\0');
        Arrays.fill(output, (byte) 0);
        if (secret.length == 0) {
            throw failed(setting, "printed nothing");
        }
        return secret;
    }

    private static LoginException failed(String setting, String what) {
        return new LoginException(
                new Failure(
                        Failure.Kind.CONFIG,
                        "the " + setting + " " + what,
                        "Run the command in a terminal; it must print the secret as its first line"
                                + " and end."));
    }
}
