package org.tunnelfun.reaper.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Programs of the machine; a missing one fails the test and names the command that gets it. */
public final class Tools {
    private Tools() {}

    /** The machine's sshd, or the one that {@code .ci/tools} unpacked. */
    public static Path sshd() {
        String named = System.getProperty("tunnelfun.sshd", System.getenv("TUNNELFUN_SSHD"));
        return named != null ? Path.of(named) : unpacked("sshd", "sh .ci/tools sshd");
    }

    /** An sshd from OpenSSH 9.8 on beside an older one of the machine; {@code .ci/tools newer}. */
    public static Optional<Path> newerSshd() {
        return Optional.of(root().resolve("target/tools/newer/bin/sshd"))
                .filter(Files::isExecutable);
    }

    /** Debian's Chromium, or what machines of CI have instead. */
    public static String browser() {
        return find("chromium", Path.of("/usr/bin"))
                .or(() -> find("google-chrome", Path.of("/usr/bin")))
                .orElseThrow(
                        () ->
                                missing(
                                        "chromium",
                                        "apt-get install --no-install-recommends chromium"))
                .toString();
    }

    /** A program on the PATH, or one that {@code .ci/tools} unpacked because it is a service. */
    public static Path unpacked(String name, String install) {
        return find(name, root().resolve("target/tools/bin"))
                .orElseThrow(() -> missing(name, install));
    }

    /** A program on the PATH. */
    public static String program(String name, String install) {
        return find(name, Path.of("/usr/bin")).orElseThrow(() -> missing(name, install)).toString();
    }

    private static Optional<Path> find(String name, Path last) {
        Stream<Path> path = Arrays.stream(System.getenv("PATH").split(":")).map(Path::of);
        Stream<Path> usual = Stream.of(Path.of("/usr/sbin"), Path.of("/sbin"), last);
        return Stream.concat(path, usual)
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static AssertionError missing(String name, String install) {
        return new AssertionError(name + " is missing here; run: " + install);
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.exists(here.resolve(".ci/tools"))) {
            here = here.getParent();
        }
        return here == null ? Path.of("") : here;
    }

    /** Runs a program to its end, at most 60 s; what it printed. */
    public static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", command) + " failed:\n" + output);
            }
            return output;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", command), e);
        }
    }

    /** A port that is free on both loopbacks, below those that the kernel gives out by itself. */
    public static int freePort() {
        for (int attempt = 0; attempt < 1000; attempt++) {
            int port = 12_000 + (int) (Math.random() * 18_000);
            if (free("127.0.0.1", port) && free("::1", port)) {
                return port;
            }
        }
        throw new AssertionError("no free port");
    }

    private static boolean free(String address, int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(address))) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Sends a signal, such as {@code STOP}. */
    public static void signal(String name, long pid) {
        run(List.of("kill", "-" + name, String.valueOf(pid)));
    }
}
