package org.tunnelfun.reaper;

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
    private static final Path MAIN = Path.of("src/main/java/org/tunnelfun/reaper");
    private static final Path TEST = Path.of("src/test/java/org/tunnelfun/reaper");
    private static final String OURS = "org.tunnelfun.reaper.";
    private static final Pattern IMPORT = Pattern.compile("(?m)^import (?:static )?([\\w.]+)");

    /** What a package may import beside itself, java (not java.awt) and the logger. */
    private static final Map<String, List<String>> MAY_IMPORT =
            Map.ofEntries(
                    entry("", List.of(OURS + "cli")),
                    entry(
                            "api",
                            ours("config", "fleet", "http", "judge", "proc", "report", "sweep")),
                    entry("cli", List.of(OURS, "com.google.gson", "picocli")),
                    entry("config", ours("judge")),
                    entry("fleet", ours("config", "judge", "probe", "proc", "report", "sweep")),
                    entry("http", List.of()),
                    entry("judge", ours("probe.Heard", "proc.Holder")),
                    entry("logging", List.of("ch.qos.logback")),
                    entry("probe", ours("judge.Escape")),
                    entry("proc", ours("config.Ports")),
                    entry("report", ours("judge", "probe", "proc", "sweep")),
                    entry("service", ours("config.Ports", "proc", "report.ReportJson")),
                    entry("sweep", ours("config", "judge", "probe", "proc")));

    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "\\.destroy(Forcibly)?\\(|\"kill\"",
                            "sweep/ProcessSignals.java",
                            "one door to a signal, behind the identity check"),
                    new Rule(
                            "Instant\\.now\\(|currentTimeMillis\\(|TimeUnit\\.\\w+\\.sleep\\(|"
                                    + "Thread\\.sleep\\(|Clock\\.system",
                            "sweep/(Time|Reaper)\\.java",
                            "only Time and Reaper wait and ask the clock: tests play hours"),
                    new Rule(
                            "nanoTime\\(",
                            "sweep/Time\\.java|probe/BannerProbe\\.java",
                            "deadlines of adapters only; decisions take their clock from Time"),
                    new Rule(
                            "System\\.exit\\(",
                            "Main\\.java",
                            "one way out, with the command's code"),
                    new Rule(
                            "\\.halt\\(",
                            "cli/(Watchdog|LastResort)\\.java",
                            "a reaper that hangs or falls apart ends itself there alone"),
                    new Rule(
                            "ProcessBuilder|getRuntime\\(\\)\\.exec",
                            "service/Commands\\.java",
                            "a root daemon starts no programs; only install and doctor do"),
                    new Rule(
                            "System\\.(out|err)\\b",
                            "logging/LogSetup\\.java",
                            "commands print to picocli's writers, the rest logs"),
                    new Rule("java\\.awt\\b", "", "a daemon has no screen"));

    private final List<String> wrong = new ArrayList<>();

    private static List<String> ours(String... names) {
        List<String> all = new ArrayList<>(List.of("com.google.gson"));
        Stream.of(names).map(OURS::concat).forEach(all::add);
        return all;
    }

    @Test
    void everyPackageImportsOnlyWhatTheTableAllows() throws IOException {
        for (Source source : sources(MAIN)) {
            List<String> allowed = MAY_IMPORT.get(source.folder());
            if (allowed == null) {
                wrong.add(source.path + ": give this package a line in MAY_IMPORT");
                continue;
            }
            IMPORT.matcher(source.text)
                    .results()
                    .map(match -> match.group(1))
                    .filter(name -> !ordinary(name, source.folder()))
                    .filter(name -> allowed.stream().noneMatch(name::startsWith))
                    .forEach(name -> wrong.add(source.path + " imports " + name));
        }
        assertEquals(
                List.of(),
                wrong,
                "data flows one way: config, proc and probe, judge, sweep, fleet, doors. " + wrong);
    }

    @Test
    void gsonAndHttpStayWhereTheyBelong() throws IOException {
        for (Source source : sources(MAIN)) {
            boolean json =
                    List.of("api", "cli", "config", "fleet", "report").contains(source.folder());
            if (!json && source.text.contains("com.google.gson")) {
                wrong.add(source.path + ": what decides and kills knows no document format");
            }
            if (!List.of("api", "http").contains(source.folder())
                    && source.text.contains(OURS + "http")) {
                wrong.add(source.path + ": HTTP is one door among two, and its business api's");
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void someThingsAreCalledInOnePlaceOnly() throws IOException {
        for (Source source : sources(MAIN)) {
            for (Rule rule : RULES) {
                boolean home = source.path.matches(rule.home);
                if (!home && Pattern.compile(rule.call).matcher(source.text).find()) {
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
            if (!Files.exists(MAIN.resolve(source.folder()).resolve("package-info.java"))) {
                wrong.add(source.path + ": no package-info.java (purpose, imports, threads)");
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void noFileIsTooLongToReadAtOnce() throws IOException {
        for (Source source : sources(MAIN)) {
            if (source.text.lines().count() > 280) {
                wrong.add(source.path + " has " + source.text.lines().count() + " lines");
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean ordinary(String name, String folder) {
        return name.startsWith("java.")
                || name.startsWith("org.slf4j.")
                || name.startsWith(folder.isEmpty() ? OURS + "Main" : OURS + folder + ".");
    }

    private static List<Source> sources(Path tree) throws IOException {
        List<Source> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                String path = tree.relativize(file).toString().replace('\\', '/');
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

    private record Rule(String call, String home, String why) {}
}
