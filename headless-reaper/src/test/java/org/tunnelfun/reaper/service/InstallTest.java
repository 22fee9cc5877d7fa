package org.tunnelfun.reaper.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tunnelfun.reaper.config.ConfigFile;
import org.tunnelfun.reaper.config.ReaperConfig;
import org.tunnelfun.reaper.testing.Need;
import org.tunnelfun.reaper.testing.Requires;
import org.tunnelfun.reaper.testing.Tools;

class InstallTest {
    @TempDir private Path folder;
    private final List<String> said = new ArrayList<>();
    private Path jar;
    private ServiceFiles files;
    private Install install;

    @BeforeEach
    void stage() throws IOException {
        jar = Files.writeString(folder.resolve("x.jar"), "jar");
        Path java = Path.of(System.getProperty("java.home"), "bin/java");
        files = new ServiceFiles(folder.resolve("root"), java, ServiceFiles.JAR);
        install = new Install(files, true, said::add);
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void itWritesEachFileWithItsMode() throws Exception {
        assertTrue(install.install(jar, "2000-2099", true));
        assertEquals("rw-r--r--", mode(files.unit()));
        assertEquals("rw-r--r--", mode(files.jarFile()));
        assertEquals("rwxr-xr-x", mode(files.launcher()));
        assertEquals("rw-------", mode(files.token()));
        assertTrue(Files.readString(files.token()).matches("[0-9a-f]{64}\n"));
        ReaperConfig config = ConfigFile.load(files.config());
        assertEquals("2000-2099", config.ports().toString());
        assertTrue(config.dryRun());
        assertTrue(said.contains("(not run: systemctl daemon-reload)"), said.toString());
    }

    @Test
    void everyStartUsesAnArchiveOfClassesThatItMakesAndUninstallTakesAway() throws Exception {
        install.install(jar, "2000-2099", false);
        String archive = "/usr/local/lib/tunnelfun/tunnelfun-reaper.jsa";
        assertTrue(
                said.stream()
                        .anyMatch(s -> s.contains("-Xshare:dump") && s.contains("=" + archive)),
                said.toString());
        String use = "-XX:SharedArchiveFile=" + archive;
        assertTrue(Files.readString(files.unit()).contains(use));
        Files.writeString(files.archiveFile(), "as if made");
        install.uninstall();
        assertFalse(Files.exists(files.archiveFile()));
    }

    /** Output is for scripts; after an upgrade of Java the archive does not fit it any more. */
    @Test
    @Requires(Need.LINUX)
    void anArchiveThatDoesNotFitIsNotMentionedInTheOutput() throws Exception {
        install.install(jar, "2000-2099", false);
        String flags = Files.readString(files.unit()).replaceFirst("(?s).*?bin/java ", "");
        flags = flags.substring(0, flags.indexOf(" -jar")).replaceFirst(files.archive(), "@");
        Path old = Files.writeString(folder.resolve("old.jsa"), "made by another Java");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin/java").toString());
        command.addAll(List.of(flags.replace("@", old.toString()).split(" ")));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of("org.tunnelfun.reaper.Main", "--version"));
        assertEquals("tunnelfun-reaper unpacked", Commands.run(command).output().strip());
    }

    /** Packages put the jar elsewhere by changing that one line, and have no archive. */
    @Test
    @Requires(Need.LINUX)
    void theLauncherTakesTheArchiveBesideItsJarOnlyIfItIsThere() throws Exception {
        install.install(jar, "2000-2099", false);
        String text = Files.readString(files.launcher());
        assertEquals(1, text.lines().filter(l -> l.contains(ServiceFiles.JAR.toString())).count());
        Path elsewhere = folder.resolve("elsewhere.jar");
        String said = files.java().toString();
        Path launcher = folder.resolve("launcher");
        Files.writeString(
                launcher,
                text.replace(ServiceFiles.JAR.toString(), elsewhere.toString())
                        .replace("exec " + said, "exec echo"));
        List<String> command = List.of("sh", launcher.toString(), "why", "2 0");
        String jarAndRest = "-jar " + elsewhere + " why 2 0";
        String without = Tools.run(command).strip();
        assertTrue(without.endsWith(jarAndRest) && !without.contains("Shared"), without);
        Path archive = Files.writeString(folder.resolve("elsewhere.jsa"), "");
        String with = Tools.run(command).strip();
        assertTrue(with.endsWith("-XX:SharedArchiveFile=" + archive + " " + jarAndRest), with);
    }

    @Test
    void aSecondTimeItKeepsConfigAndToken() throws Exception {
        install.install(jar, "2000-2099", false);
        String token = Files.readString(files.token());
        Files.writeString(files.config(), "{\"version\":1,\"ports\":\"3000\"}");
        Files.writeString(jar, "newer jar");
        install.install(jar, "", false);
        assertEquals(token, Files.readString(files.token()));
        assertEquals("3000", ConfigFile.load(files.config()).ports().toString());
        assertEquals("newer jar", Files.readString(files.jarFile()));
    }

    @Test
    void uninstallLeavesNoFile() throws Exception {
        install.install(jar, "2000-2099", false);
        Files.createDirectories(files.state());
        Files.writeString(files.state().resolve("events.jsonl"), "{}");
        Files.writeString(files.state().resolve("events.jsonl.1"), "{}");
        install.uninstall();
        try (Stream<Path> left = Files.walk(files.root())) {
            assertEquals(List.of(), left.filter(Files::isRegularFile).toList());
        }
        assertFalse(Files.exists(files.state()));
    }

    @Test
    @Requires(Need.LINUX)
    void systemdFindsNothingWrongWithTheUnitAndLittleExposed() throws Exception {
        install.install(jar, "2000-2099", false);
        String analyze = Tools.program("systemd-analyze", "apt-get install systemd");
        Tools.run(List.of(analyze, "verify", files.unit().toString()));
        // The last line: "→ Overall exposure level for tunnelfun-reaper.service: 2.1 OK".
        String report =
                Tools.run(
                        List.of(
                                analyze,
                                "security",
                                "--offline=true",
                                "--threshold=25",
                                files.unit().toString()));
        assertTrue(report.contains("Overall exposure level"), report);
    }

    @Test
    void aJavaThatTheServiceCannotSeeIsNamedBeforeAnythingIsDone() throws Exception {
        Path home = Path.of("/root/.jdks/17/bin/java");
        String hidden = unusable(home);
        assertTrue(hidden.contains(home.toString()) && hidden.contains("/usr/bin/java"), hidden);
        for (String odd : List.of("/opt/my jdk/bin/java", "/opt/100%/java", "/opt/$x/java")) {
            assertTrue(unusable(Path.of(odd)).contains("cannot stand in a unit file"), odd);
        }
        Path link = Files.createSymbolicLink(folder.resolve("java"), Path.of("/usr/bin/env"));
        assertEquals("", unusable(link));
    }

    private static String unusable(Path java) {
        return new ServiceFiles(Path.of("/"), java, ServiceFiles.JAR).unusable();
    }

    @Test
    void withoutSystemdItSaysWhatToDoInstead() throws Exception {
        String text = files.withoutSystemd("2000-2099");
        assertTrue(text.contains("openrc-run"));
        assertTrue(text.contains("/etc/cron.d/"));
        assertTrue(text.contains("2000-2099"));
    }
}
