package org.tunnelfun.desktop;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import what, and what is called in one place only. Each rule says why. */
class ArchitectureTest {

    private static final Path MAIN = Path.of("src/main/java");
    private static final Path TEST = Path.of("src/test/java");
    private static final String OURS = "org.tunnelfun.desktop.";
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+)");

    /** What a package may import beside itself, java (not java.awt) and the logger. */
    private static final Map<String, List<String>> MAY_IMPORT =
            Map.ofEntries(
                    entry("app", List.of(OURS, "com.google.gson", "picocli")),
                    entry("cli", List.of(OURS, "com.google.gson", "picocli")),
                    entry("config", List.of("com.google.gson")),
                    entry(
                            "control",
                            List.of(
                                    OURS + "engine",
                                    OURS + "config",
                                    "com.google.gson",
                                    "jdk.net")),
                    entry("demo", List.of("com.google.gson")),
                    entry("doctor", List.of(OURS + "engine", OURS + "config")),
                    entry("engine", List.of(OURS + "config")),
                    entry("imports", List.of(OURS + "config", "com.google.gson")),
                    entry("install", List.of(OURS + "config", "com.google.gson")),
                    entry(
                            "logging",
                            List.of(OURS + "engine", OURS + "ui.Wording", "ch.qos.logback")),
                    entry("network", List.of(OURS + "engine.Time")),
                    entry(
                            "ssh",
                            List.of(
                                    OURS + "engine",
                                    OURS + "config",
                                    "com.jcraft.jsch",
                                    "com.sun.jna")),
                    entry(
                            "tray",
                            List.of(
                                    OURS + "engine",
                                    OURS + "ui.Wording",
                                    OURS + "ui.Look",
                                    "dorkbox",
                                    "com.sun.jna")),
                    entry("ui", List.of(OURS + "engine", OURS + "config", "javafx", "atlantafx")));

    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "Instant\\.now\\(|currentTimeMillis\\(|Thread\\.sleep\\(|Clock\\.system",
                            "engine/SystemTime.java",
                            "only SystemTime asks the clock, so that tests play hours in no time"),
                    new Rule(
                            "Platform(\\.|::)runLater",
                            "app/DesktopApp.java",
                            "the screen takes statuses through the one executor of DesktopApp"),
                    new Rule(
                            "com\\.jcraft\\.jsch",
                            "ssh/.*",
                            "JSch stays in quarantine: its exceptions become a Failure in ssh"),
                    new Rule(
                            "com\\.sun\\.jna",
                            "ssh/Pageant(Calls)?.java|tray/Gtk.java",
                            "native calls are for Pageant, behind what a test can replace, and for"
                                    + " what GTK reads before it starts"),
                    new Rule(
                            "Files\\.(read(String|AllBytes|AllLines)|newInputStream"
                                    + "|newBufferedReader|lines)\\(|FileInputStream\\(",
                            "config/OrdinaryFile.java|app/HostName.java|install/Commands.java|demo/.*",
                            "a FIFO, a device or a huge file in a file's place blocks a thread or"
                                    + " takes all memory, but not through OrdinaryFile"),
                    new Rule(
                            "dorkbox\\.",
                            "tray/.*",
                            "the tray library is asleep; one package can replace it"),
                    new Rule(
                            "java\\.awt\\b",
                            "",
                            "AWT beside JavaFX starts a second toolkit and breaks headless"));

    private final List<String> wrong = new ArrayList<>();

    @Test
    void everyPackageImportsOnlyWhatTheTableAllows() throws IOException {
        for (Source source : sources(MAIN)) {
            List<String> allowed = MAY_IMPORT.get(source.folder());
            if (allowed == null) {
                wrong.add(source.path + ": give this package a line in MAY_IMPORT");
            } else if (!source.path.endsWith("app/DesktopApp.java")) {
                IMPORT.matcher(source.text)
                        .results()
                        .map(match -> match.group(1))
                        .filter(name -> !ordinary(name, source.folder()))
                        .filter(name -> allowed.stream().noneMatch(name::startsWith))
                        .forEach(name -> wrong.add(source.path + " imports " + name));
            }
        }
        assertEquals(
                List.of(), wrong, "data flows one way: config, engine, status, screen. " + wrong);
    }

    @Test
    void someThingsAreCalledInOnePlaceOnly() throws IOException {
        for (Source source : sources(MAIN)) {
            for (Rule rule : RULES) {
                if (!source.path.matches(rule.home) && rule.pattern().matcher(source.text).find()) {
                    wrong.add(source.path + ": " + rule.why);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void testsNeitherSleepNorHide() throws IOException {
        Pattern bad = Pattern.compile("Thread\\.sleep\\(|@Disabled\\b|\\bassumeTrue\\(");
        for (Source source : sources(TEST)) {
            if (!source.path.endsWith("ArchitectureTest.java") && bad.matcher(source.text).find()) {
                wrong.add(source.path + ": poll with Awaitility; leave out only by @Requires");
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void everyPackageSaysWhatItIsFor() throws IOException {
        for (Source source : sources(MAIN)) {
            Path folder = MAIN.resolve(OURS.replace('.', '/')).resolve(source.folder());
            if (!Files.exists(folder.resolve("package-info.java"))) {
                wrong.add(source.path + ": no package-info.java (purpose, imports, threads)");
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean ordinary(String name, String folder) {
        return name.startsWith("java.")
                || name.startsWith("javax.crypto.")
                || name.startsWith("org.slf4j.")
                || name.startsWith(OURS + folder + ".");
    }

    private static List<Source> sources(Path tree) throws IOException {
        Path root = tree.resolve(OURS.replace('.', '/'));
        List<Source> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String path = root.relativize(file).toString().replace('\\', '/');
                sources.add(new Source(path, Files.readString(file)));
            }
        }
        return sources;
    }

    private record Source(String path, String text) {
        String folder() {
            return path.contains("/") ? path.substring(0, path.indexOf('/')) : "";
        }
    }

    private record Rule(String call, String home, String why) {
        Pattern pattern() {
            return Pattern.compile(call);
        }
    }
}
