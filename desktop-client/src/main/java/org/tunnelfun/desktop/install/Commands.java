package org.tunnelfun.desktop.install;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the system's own programs; tests pass their own. */
public interface Commands {

    /** What a command said, and its exit code. */
    record Answer(int code, String output) {}

    /** Whether there is such a program. */
    boolean has(String program);

    /** Runs a command to its end, for a limited time. */
    Answer run(List<String> command) throws IOException;

    /** Those of this machine. */
    static Commands system() {
        return new Commands() {
            /** A service may need long to stop: systemd gives it 90 s before it is killed. */
            private static final int LIMIT_SECONDS = 120;

            private static final int LONGEST_OUTPUT = 8_192;

            @Override
            public boolean has(String program) {
                String path = System.getenv().getOrDefault("PATH", "");
                return List.of(path.split(File.pathSeparator)).stream()
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .anyMatch(
                                folder ->
                                        Files.isExecutable(folder.resolve(program))
                                                || Files.exists(folder.resolve(program + ".exe")));
            }

            @Override
            public Answer run(List<String> command) throws IOException {
                // To a file, so that a grandchild that keeps the output open cannot hold us up.
                Path output = Files.createTempFile("tunnelfun", ".txt");
                try {
                    Process process =
                            new ProcessBuilder(command)
                                    .redirectErrorStream(true)
                                    .redirectOutput(output.toFile())
                                    .start();
                    process.getOutputStream().close();
                    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                        process.destroyForcibly();
                        return new Answer(-1, "no end after " + LIMIT_SECONDS + " s");
                    }
                    return new Answer(process.exitValue(), read(output));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return new Answer(-1, "interrupted");
                } finally {
                    Files.deleteIfExists(output);
                }
            }

            private static String read(Path output) throws IOException {
                try (var in = Files.newInputStream(output)) {
                    String text = new String(in.readNBytes(LONGEST_OUTPUT), StandardCharsets.UTF_8);
                    return text.strip();
                }
            }
        };
    }
}
