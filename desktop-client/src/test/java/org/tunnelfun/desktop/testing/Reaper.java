package org.tunnelfun.desktop.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The other module's program. */
public final class Reaper {

    private Reaper() {}

    /**
     * The command that starts it. In {@code mvn verify} its jar was packaged before these tests
     * run, and is taken. {@code mvn test} packages none: then, or where the jar is older, its
     * classes are.
     */
    public static List<String> command(String... arguments) {
        Path target = Tools.projectRoot().resolve("headless-reaper/target");
        Path jar = target.resolve("tunnelfun-reaper.jar");
        Path classes = target.resolve("classes");
        if (!Files.exists(classes)) {
            throw new AssertionError("build the reaper first: mvn -pl headless-reaper compile");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Files.exists(jar) && newest(jar).compareTo(newest(classes)) >= 0) {
            command.addAll(List.of("-jar", jar.toString()));
        } else {
            // Both modules use the same libraries.
            String path = classes + File.pathSeparator + System.getProperty("java.class.path");
            command.addAll(List.of("-cp", path, "org.tunnelfun.reaper.Main"));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private static FileTime newest(Path tree) {
        try (Stream<Path> files = Files.walk(tree)) {
            FileTime newest = FileTime.fromMillis(0);
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                FileTime time = Files.getLastModifiedTime(file);
                newest = time.compareTo(newest) > 0 ? time : newest;
            }
            return newest;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
