package org.tunnelfun.reaper.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the system, run to their end with a deadline. */
public final class Commands {
    private static final int SECONDS = 60;
    private static final int MAX_OUTPUT = 1 << 20;

    /**
     * How a program ended.
     *
     * @param code its exit code; -1 if it could not be started or took too long
     * @param output both streams, as far as they are of use
     */
    public record Result(int code, String output) {}

    private Commands() {}

    /** Runs it. */
    public static Result run(List<String> command) {
        try {
            Path output = Files.createTempFile("tunnelfun-", ".out");
            try {
                return run(command, output);
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            return new Result(-1, String.valueOf(e.getMessage()));
        }
    }

    private static Result run(List<String> command, Path output) throws IOException {
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(output.toFile())
                        .start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                return new Result(-1, "it did not end within " + SECONDS + " s");
            }
            try (var in = Files.newInputStream(output)) {
                byte[] text = in.readNBytes(MAX_OUTPUT);
                return new Result(process.exitValue(), new String(text, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Result(-1, "interrupted");
        }
    }

    /** Where a program is, also where only root's PATH leads. */
    public static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Arrays.stream(path.split(":")).filter(p -> !p.isEmpty()),
                        Stream.of("/usr/sbin", "/sbin", "/usr/bin", "/bin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
