package org.tunnelfun.desktop.install;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How this very program is started again: by its installed launcher, or by Java and its jar.
 *
 * @param headless words before {@code run}
 * @param tray all words of the tray app
 */
public record Launch(List<String> headless, List<String> tray) {

    /** Set by the launchers that we ship. */
    static final String LAUNCHER = "tunnelfun.launcher";

    public Launch {
        headless = List.copyOf(headless);
        tray = List.copyOf(tray);
    }

    /**
     * The running program's.
     *
     * @throws IllegalStateException if it runs from class files, which cannot be installed
     */
    public static Launch current() {
        String launcher = System.getProperty(LAUNCHER, System.getProperty("jpackage.app-path", ""));
        if (!launcher.isEmpty()) {
            return ofLauncher(Path.of(launcher).toAbsolutePath().normalize());
        }
        return ofJar(java(), jar());
    }

    /** The program that runs this one. */
    static Path java() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java").toAbsolutePath();
        return ProcessHandle.current().info().command().map(Path::of).orElse(java);
    }

    /** The same with an archive of classes, if this Java takes its flags from these words. */
    public Launch with(ClassArchive archive) {
        if (!takesFlags()) {
            return this;
        }
        List<String> words = new ArrayList<>(headless);
        words.addAll(words.indexOf("-jar"), archive.flags());
        return new Launch(words, tray);
    }

    /** Whether Java is started by these words themselves, not by a launcher with its own flags. */
    public boolean takesFlags() {
        return headless.contains("-jar");
    }

    /** A launcher with its flags inside; the tray app's lies beside it. */
    static Launch ofLauncher(Path launcher) {
        String name = launcher.getFileName().toString();
        Path tray =
                launcher.resolveSibling(name.replaceFirst("tunnelfun(-tray)?", "tunnelfun-tray"));
        Path console = launcher.resolveSibling(name.replace("-tray", ""));
        return new Launch(
                List.of(console.toString()),
                List.of((Files.exists(tray) ? tray : launcher).toString()));
    }

    static Launch ofJar(Path java, Path jar) {
        return new Launch(words(java, flags("headless"), jar), words(java, flags("tray"), jar));
    }

    /**
     * What Java is started with, from the one file that the installers and the benches read, too.
     */
    static List<String> flags(String kind) {
        try (InputStream in = Launch.class.getResourceAsStream("flags")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(kind + " "))
                    .flatMap(line -> Stream.of(line.substring(kind.length() + 1).split(" ")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(Path java, List<String> flags, Path jar) {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(flags);
        words.addAll(List.of("-jar", jar.toString()));
        return words;
    }

    /**
     * The jar that runs.
     *
     * @throws IllegalStateException if it runs from class files
     */
    static Path jar() {
        // With -jar the class path is the jar as it was named, relative or not.
        String named = System.getProperty("java.class.path");
        Optional<Path> jar =
                named.contains(File.pathSeparator) ? codeSource() : Optional.of(Path.of(named));
        return jar.map(path -> path.toAbsolutePath().normalize())
                .filter(path -> Files.isRegularFile(path))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "start the jar or the installed program to install it:"
                                                + " java -jar tunnelfun.jar install"));
    }

    private static Optional<Path> codeSource() {
        try {
            return Optional.of(
                    Path.of(
                            Launch.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
