package org.tunnelfun.desktop.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.OwnThread;
import org.tunnelfun.desktop.testing.Requires;

class ClassArchiveTest {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "Linux, USER, , /home/anna/.cache/tunnelfun",
        "Linux, USER, relative, /home/anna/.cache/tunnelfun",
        "Linux, USER, /other, /other/tunnelfun",
        "Linux, SYSTEM, /other, /var/cache/tunnelfun-nas",
        "Mac OS X, USER, , /home/anna/Library/Caches/tunnelfun-nas",
        "Mac OS X, SYSTEM, , /Library/Caches/tunnelfun-nas",
        "Windows 11, USER, /other, /other/tunnelfun",
        "Windows 11, SYSTEM, /other, /home/anna/AppData/Local/tunnelfun"
    })
    void itLiesWhereOnlyTheServicesAccountOrRootWrites(
            String os, Scope scope, String environment, Path place) {
        assertEquals(
                place.resolve("headless.jsa"),
                ClassArchive.of(os, request(scope), name -> environment).file());
    }

    @Test
    void theUnitNamesItAndGivesItsFolderToTheAccount() {
        Request request = request(Scope.SYSTEM).with(archive());
        String unit = Plans.of("Linux", request).file().orElseThrow().text();
        assertTrue(unit.contains("\nCacheDirectory=tunnelfun-nas\n"), unit);
        assertTrue(unit.contains("-XX:SharedArchiveFile=" + archive().file()), unit);
        assertTrue(unit.contains("User=anna\n"), unit);
    }

    @Test
    void aLauncherHasItsOwnFlags() {
        Launch launch = new Launch(List.of("/usr/bin/tunnelfun"), List.of("/usr/bin/tunnelfun"));
        assertEquals(launch, launch.with(archive()));
    }

    @Test
    void whatCannotBeMadeIsNotTriedAgainUntilTheJarOrJavaChanges() throws IOException {
        Path jar = Files.writeString(folder.resolve("a.jar"), "");
        Commands failing = answering(1);
        assertFalse(archive().make(failing, JAVA, jar));
        assertFalse(Files.exists(archive().file()));
        assertTrue(archive().fits(jar));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
        assertFalse(archive().fits(jar));
    }

    @Test
    void twoServicesThatShareItMayMakeItAtTheSameTime() throws Exception {
        Path jar = Files.writeString(folder.resolve("a.jar"), "");
        List<CompletableFuture<Boolean>> both = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            both.add(CompletableFuture.supplyAsync(() -> makeOften(jar), OwnThread.EACH));
        }
        for (CompletableFuture<Boolean> made : both) {
            assertTrue(made.get(1, TimeUnit.MINUTES));
        }
        try (Stream<Path> files = Files.list(archive().file().getParent())) {
            assertEquals(2, files.count(), "the archive, and what it was made of");
        }
    }

    private boolean makeOften(Path jar) {
        for (int i = 0; i < 20; i++) {
            if (!archive().make(writing(), JAVA, jar)) {
                return false;
            }
        }
        return true;
    }

    /** A Java that writes an archive of a megabyte. */
    private static Commands writing() {
        return new Commands() {
            @Override
            public boolean has(String program) {
                return true;
            }

            @Override
            public Answer run(List<String> command) throws IOException {
                String flag = "-XX:SharedArchiveFile=";
                for (String word : command) {
                    if (word.startsWith(flag)) {
                        Files.write(Path.of(word.substring(flag.length())), new byte[1 << 20]);
                    }
                }
                return new Answer(0, "");
            }
        };
    }

    @Requires(Need.LINUX)
    @Test
    void installMakesItAndUninstallRemovesItAndAWrongOneStopsNothing() throws Exception {
        Path jar = jar();
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path systemctl = Files.writeString(bin.resolve("systemctl"), "#!/bin/sh\n");
        Files.setPosixFilePermissions(systemctl, PosixFilePermissions.fromString("rwx------"));

        String said = run(List.of(JAVA.toString(), "-jar", jar.toString(), "install", "--user"));

        Path archive = folder.resolve("cache/tunnelfun/headless.jsa");
        assertTrue(Files.exists(archive), said);
        assertEquals(
                "rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)));
        assertTrue(new ClassArchive(archive).fits(jar));
        List<String> words = command(folder.resolve(".config/systemd/user/tunnelfun.service"));
        List<String> talking = new ArrayList<>(words);
        // Behind the words that ask for silence.
        talking.add(words.indexOf("-jar"), "-Xlog:class+load,exceptions:stdout");
        talking.set(talking.size() - 1, "rehearse");
        String loads = run(talking);
        for (String name :
                List.of(
                        "org.tunnelfun.desktop.app.Service ",
                        "org.tunnelfun.desktop.ssh.ForwardedChannel ",
                        "com.jcraft.jsch.Session ",
                        "com.jcraft.jsch.UserAuthPublicKey ",
                        "com.sun.crypto.provider.GaloisCounterMode ")) {
            String line = loads.lines().filter(l -> l.contains(name)).findFirst().orElse(name);
            assertTrue(line.contains("shared objects file"), line);
        }
        assertFalse(loads.contains(".InstallCommand "), "what no run needs costs it memory");
        assertFalse(loads.contains("groovy"), "a class that is not there is sought in every jar");

        words.set(words.size() - 1, "--version");
        Files.delete(archive);
        assertTrue(run(words).startsWith("tunnelfun "), "without it");
        Files.writeString(archive, "no archive");
        assertTrue(run(words).startsWith("tunnelfun "), "with something else in its place");

        run(List.of(JAVA.toString(), "-jar", jar.toString(), "uninstall", "--user"));
        assertFalse(Files.exists(archive.getParent()));
    }

    private ClassArchive archive() {
        return new ClassArchive(folder.resolve("cache/headless.jsa"));
    }

    private static Request request(Scope scope) {
        Account account = new Account("anna", Path.of("/home/anna"), 1000);
        Launch launch = Launch.ofJar(Path.of("/usr/bin/java"), Path.of("/opt/tunnelfun.jar"));
        return new Request(scope, Optional.of("nas"), Optional.empty(), account, launch);
    }

    private static Commands answering(int code) {
        return new Commands() {
            @Override
            public boolean has(String program) {
                return true;
            }

            @Override
            public Answer run(List<String> command) {
                return new Answer(code, "");
            }
        };
    }

    /** As the build makes it: thin, the libraries beside it. Java keeps no classes of folders. */
    private Path jar() throws IOException {
        Path lib = Files.createDirectory(folder.resolve("lib"));
        List<String> names = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path library = Path.of(entry);
            String name = library.getFileName().toString();
            if (name.matches("(gson|jsch|picocli|slf4j|logback).*\\.jar")) {
                Files.copy(library, lib.resolve(name));
                names.add("lib/" + name);
            }
        }
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, "org.tunnelfun.desktop.app.Main");
        main.put(Attributes.Name.CLASS_PATH, String.join(" ", names));
        Path jar = folder.resolve("tunnelfun.jar");
        Path classes = Path.of("target/classes").toAbsolutePath();
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest);
                Stream<Path> all = Files.walk(classes)) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new ZipEntry(classes.relativize(each).toString()));
                Files.copy(each, out);
            }
        }
        return jar;
    }

    /** The words of a unit's command; those here need no unquoting but the quotes. */
    private static List<String> command(Path unit) throws IOException {
        String line =
                Files.readAllLines(unit).stream()
                        .filter(each -> each.startsWith("ExecStart="))
                        .findFirst()
                        .orElseThrow();
        return new ArrayList<>(
                List.of(line.substring("ExecStart=".length()).replace("\"", "").split(" ")));
    }

    /** Runs a command with a home of its own and returns what it said. */
    private String run(List<String> command) throws Exception {
        List<String> words = new ArrayList<>(command);
        words.add(words.indexOf("-jar"), "-Duser.home=" + folder);
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        Path output = folder.resolve("output");
        Process process = builder.redirectOutput(output.toFile()).start();
        process.getOutputStream().close();
        assertTrue(process.waitFor(120, TimeUnit.SECONDS), () -> "no end: " + words);
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(0, process.exitValue(), said);
        return said;
    }
}
