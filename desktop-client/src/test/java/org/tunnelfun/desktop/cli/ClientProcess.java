package org.tunnelfun.desktop.cli;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.tunnelfun.desktop.testing.ShippedFlags;

/** The program itself, as a process of its own with folders of its own. */
public final class ClientProcess implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Process process;
    private final Path out;
    private final Path err;

    private ClientProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static ClientProcess start(Path home, String... arguments) throws IOException {
        return start(home, List.of(), arguments);
    }

    static ClientProcess start(Path home, List<String> jvm, String... arguments)
            throws IOException {
        return start(home, List.of(), Map.of(), jvm, arguments);
    }

    /**
     * @param before what stands before the command
     * @param environment variables that it has in addition
     */
    public static ClientProcess start(
            Path home,
            List<String> before,
            Map<String, String> environment,
            List<String> jvm,
            String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ShippedFlags.of("headless"));
        command.add("-Duser.home=" + home);
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("org.tunnelfun.desktop.app.Main");
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().keySet().removeIf(k -> k.startsWith("XDG_") || k.equals("DISPLAY"));
        builder.environment().remove("WAYLAND_DISPLAY");
        builder.environment().remove("SSH_AUTH_SOCK");
        builder.environment().putAll(environment);
        return new ClientProcess(builder.start(), out, err);
    }

    /** Runs a command to its end. */
    static ClientProcess run(Path home, String... arguments) throws IOException {
        ClientProcess client = start(home, arguments);
        client.exitCode();
        return client;
    }

    /** Waits for its end. */
    public int exitCode() {
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("still runs; it said:\n" + out() + err());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGTERM on Unix. */
    void terminate() {
        process.destroy();
    }

    void awaitLog(String text) {
        await("log with " + text)
                .atMost(LIMIT)
                .failFast("it ended: " + err(), () -> !isAlive() && !err().contains(text))
                .until(() -> err().contains(text));
    }

    /** What it has said so far. */
    public String out() {
        return read(out);
    }

    /** What it has logged so far. */
    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
