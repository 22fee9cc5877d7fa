package org.tunnelfun.desktop.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the machine that tests start; a missing one fails the test and names the command. */
public final class Tools {
    private Tools() {}

    /**
     * The sshd to test with: the one that TUNNELFUN_SSHD (or the property {@code tunnelfun.sshd})
     * names, the machine's, or the one that {@code .ci/tools} unpacked.
     */
    public static Path sshd() {
        String named = System.getProperty("tunnelfun.sshd", System.getenv("TUNNELFUN_SSHD"));
        if (named != null) {
            return Path.of(named);
        }
        return onPath("sshd", projectRoot().resolve("target/tools/bin"))
                .orElseThrow(() -> missing("sshd", "sshd"));
    }

    /** An sshd from OpenSSH 9.8 on beside an older one of the machine; {@code .ci/tools newer}. */
    public static Optional<Path> newerSshd() {
        return Optional.of(projectRoot().resolve("target/tools/newer/bin/sshd"))
                .filter(Files::isExecutable);
    }

    /** A program on the PATH or in the usual folders of the system. */
    public static Path program(String name, String toolsGroup) {
        return onPath(name, null).orElseThrow(() -> missing(name, toolsGroup));
    }

    /** The folder that holds {@code .ci}, from wherever the build runs the tests. */
    public static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve(".ci/tools"))) {
            here = here.getParent();
        }
        return here == null ? Path.of("") : here;
    }

    /** Runs a program to its end, at most 30 s, and returns what it printed. */
    public static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", command), e);
        }
    }

    private static Optional<Path> onPath(String name, Path last) {
        Stream<Path> folders =
                Stream.of(
                                Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                                        .map(Path::of),
                                Stream.of("/usr/sbin", "/sbin", "/usr/local/sbin").map(Path::of),
                                Stream.ofNullable(last))
                        .flatMap(s -> s);
        return folders.map(f -> f.resolve(name)).filter(Files::isExecutable).findFirst();
    }

    private static AssertionError missing(String name, String group) {
        return new AssertionError(name + " is missing here; run: sh .ci/tools " + group);
    }
}
