package org.tunnelfun.desktop.demo;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the programs of the demo are. */
final class Programs {
    private Programs() {}

    /**
     * The machine's sshd: TUNNELFUN_SSHD, the PATH, the system's folders, or the one that the
     * project's {@code make demo} unpacks.
     */
    static String sshd() throws DemoException {
        String named = System.getenv("TUNNELFUN_SSHD");
        return named != null
                ? named
                : find("sshd", "/usr/sbin", "/sbin", "/usr/local/sbin", "target/tools/bin")
                        .orElseThrow(
                                () ->
                                        new DemoException(
                                                "There is no sshd on this machine. In the project's"
                                                        + " folder, make demo unpacks one without"
                                                        + " installing it; or name one in"
                                                        + " TUNNELFUN_SSHD."));
    }

    static String ssh() throws DemoException {
        return client("ssh");
    }

    static String sshKeygen() throws DemoException {
        return client("ssh-keygen");
    }

    /** This very program, as a command line: from its jar, its classes or its installer's image. */
    static List<String> tunnelfun() {
        String launcher = System.getProperty("jpackage.app-path");
        if (launcher != null) {
            return List.of(launcher);
        }
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add("org.tunnelfun.desktop.app.Main");
        return command;
    }

    static List<String> reaper(Path jar) {
        return List.of(java(), "-jar", jar.toString());
    }

    private static String java() {
        Path own = Path.of(System.getProperty("java.home"), "bin", "java");
        return Files.isExecutable(own) ? own.toString() : "java";
    }

    private static String client(String name) throws DemoException {
        return find(name)
                .orElseThrow(
                        () ->
                                new DemoException(
                                        name
                                                + " is missing; Debian: apt-get install"
                                                + " openssh-client"));
    }

    private static Optional<String> find(String name, String... more) {
        String path = System.getenv().getOrDefault("PATH", "/usr/bin");
        return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of(more))
                .map(folder -> Path.of(folder).toAbsolutePath().resolve(name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
