package org.tunnelfun.reaper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.testing.LiveService;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.Requires;

/** The service under a systemd that runs: this machine's, as pid 1 of namespaces of its own. */
@Tag("slow")
@Requires({Need.LINUX, Need.ROOT, Need.CONTROL_GROUPS})
class LiveSystemdTest {
    private static final int STEPS = 10;

    @TempDir Path folder;

    @Test
    void installedUsedHarmedAndTakenAwayUnderALiveSystemd() throws Exception {
        Path log = folder.resolve("log");
        Process live =
                new ProcessBuilder(
                                "sh",
                                "../installers/linux/live-systemd",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LiveService.class.getName(),
                                jar().toString())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        try {
            boolean ended = live.waitFor(5, TimeUnit.MINUTES);
            String output = Files.readString(log);
            assertTrue(ended, output);
            assertEquals(0, live.exitValue(), output);
            assertEquals(STEPS, output.lines().filter(l -> l.startsWith("fine: ")).count(), output);
        } finally {
            live.destroy();
        }
    }

    /** The reaper in one file, as the build makes it after the tests. */
    private Path jar() throws IOException {
        Path jar = folder.resolve("reaper.jar");
        java.util.jar.Manifest manifest = new java.util.jar.Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Main-Class", "org.tunnelfun.reaper.Main");
        Set<String> names = new HashSet<>(Set.of("META-INF/MANIFEST.MF"));
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                if (!entry.contains("test-classes") && !entry.contains("junit")) {
                    add(Path.of(entry), names, out);
                }
            }
        }
        return jar;
    }

    private static void add(Path from, Set<String> names, JarOutputStream out) throws IOException {
        if (Files.isDirectory(from)) {
            copy(from, names, out);
            return;
        }
        try (var zip = java.nio.file.FileSystems.newFileSystem(from)) {
            copy(zip.getPath("/"), names, out);
        }
    }

    private static void copy(Path tree, Set<String> names, JarOutputStream out) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = tree.relativize(file).toString();
                if (names.add(name)) {
                    out.putNextEntry(new JarEntry(name));
                    Files.copy(file, out);
                    out.closeEntry();
                }
            }
        }
    }
}
