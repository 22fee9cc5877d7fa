package org.tunnelfun.desktop.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tunnelfun.desktop.testing.Need;
import org.tunnelfun.desktop.testing.Requires;
import org.tunnelfun.desktop.testing.Tools;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class PlansTest {

    private static final String HOSTILE = "n%s \"$HOME\" <&> \\ it's;";

    @TempDir private Path home;

    @Test
    void theSystemServiceWaitsForTheNetworkAndNeverGivesUp() {
        String unit = text("Linux", Scope.SYSTEM, Optional.of("nas"));
        for (String line :
                List.of(
                        "Wants=network-online.target",
                        "StartLimitIntervalSec=0",
                        "Restart=always",
                        "RestartSec=1",
                        "User=anna",
                        "NoNewPrivileges=yes",
                        "ProtectSystem=full",
                        "WantedBy=multi-user.target")) {
            assertTrue(unit.lines().anyMatch(line::equals), line + " is missing in\n" + unit);
        }
        assertTrue(unit.contains("/tunnelfun\" run -C nas\n"), unit);
    }

    @Test
    void theUserServiceStartsWithTheAccount() {
        Plan plan = plan("Linux", Scope.USER, Optional.empty());
        assertEquals(
                home.resolve(".config/systemd/user/tunnelfun.service"),
                plan.file().orElseThrow().path());
        assertTrue(plan.file().get().text().contains("WantedBy=default.target\n"));
        assertEquals(List.of("systemctl", "--user", "daemon-reload"), plan.enable().get(0));
    }

    @Requires(Need.LINUX)
    @Test
    void systemdFindsNothingWrongWithHostileNamesAndPaths() throws Exception {
        for (Scope scope : List.of(Scope.SYSTEM, Scope.USER)) {
            for (Optional<String> tunnel :
                    List.of(Optional.of(HOSTILE), Optional.of("nas"), Optional.<String>empty())) {
                Plan.File file = plan("Linux", scope, tunnel).file().orElseThrow();
                Path unit = home.resolve(file.path().getFileName());
                Files.writeString(unit, file.text().replace("User=anna", "User=root"));
                assertEquals("", verify(scope, unit), file.text());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"/other, /other", "other, HOME/.config", ", HOME/.config"})
    void theDesktopEntryLiesInTheFolderOfConfigs(String configHome, String folder) {
        Plan plan = AutostartPlan.of(request(Scope.TRAY, Optional.empty()), configHome);
        assertEquals(
                Path.of(folder.replace("HOME", home.toString()), "autostart/tunnelfun.desktop"),
                plan.file().orElseThrow().path());
    }

    @ParameterizedTest
    @CsvSource({"/other, /other", "other, HOME/.config", ", HOME/.config"})
    void theUnitOfAnAccountLiesInTheFolderOfConfigs(String configHome, String folder) {
        Plan plan = SystemdPlan.of(request(Scope.USER, Optional.empty()), configHome, home);
        assertEquals(
                Path.of(folder.replace("HOME", home.toString()), "systemd/user/tunnelfun.service"),
                plan.file().orElseThrow().path());
        Plan system = SystemdPlan.of(request(Scope.SYSTEM, Optional.empty()), configHome, home);
        assertEquals(
                Path.of("/etc/systemd/system/tunnelfun.service"),
                system.file().orElseThrow().path());
    }

    @Test
    void howToStartAtBootIsToldOnlyWhereItDoesNotYet() throws Exception {
        Request request = request(Scope.USER, Optional.empty());
        String before = SystemdPlan.of(request, null, home).notes().toString();
        assertTrue(before.contains("loginctl enable-linger"), before);
        Files.createFile(home.resolve("anna"));
        String after = SystemdPlan.of(request, null, home).notes().toString();
        assertFalse(after.contains("enable-linger"), after);
        assertTrue(after.contains("It starts at boot"), after);
    }

    @Requires(Need.LINUX)
    @Test
    void theDesktopEntryIsValid() throws Exception {
        Plan.File file = plan("Linux", Scope.TRAY, Optional.empty()).file().orElseThrow();
        Path entry = home.resolve("tunnelfun.desktop");
        Files.writeString(entry, file.text());
        Path validator = Tools.program("desktop-file-validate", "services");
        assertEquals("", Tools.run(List.of(validator.toString(), entry.toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"headless", "tray"})
    void javaKnowsAllFlags(String kind) {
        List<String> words = new ArrayList<>(Launch.flags(kind));
        assertTrue(words.contains("-XX:+UseSerialGC"), words.toString());
        // With it, a flag that nobody knows would go unseen.
        assertTrue(words.remove("-XX:+IgnoreUnrecognizedVMOptions"), words.toString());
        assertTrue(java(words).contains("version"));
    }

    /** As an older one, or a newer one, may be without some of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"headless", "tray"})
    void aJavaThatDoesNotKnowAFlagStartsAndSaysNothing(String kind) {
        List<String> words = new ArrayList<>(Launch.flags(kind));
        String said = java(words);
        words.add("-XX:ThereIsNoSuchFlag=1");
        words.add("-XX:+NorThisOne");
        assertEquals(said, java(words));
    }

    private static String java(List<String> flags) {
        List<String> words = new ArrayList<>(flags);
        words.add(0, Path.of(System.getProperty("java.home"), "bin/java").toString());
        words.add("-version");
        return Tools.run(words);
    }

    @Test
    void launchdGetsTheSameWords() throws Exception {
        Document plist = parse(text("Mac OS X", Scope.USER, Optional.of(HOSTILE)));
        var strings = plist.getElementsByTagName("array").item(0).getTextContent().strip();
        assertTrue(strings.endsWith(HOSTILE), strings);
        assertTrue(strings.lines().map(String::strip).anyMatch("run"::equals), strings);
    }

    @Test
    void windowsGetsATaskWithoutTimeLimitThatStartsAgain() throws Exception {
        String text = text("Windows 11", Scope.USER, Optional.of(HOSTILE));
        Document task = parse(text);
        assertEquals("PT0S", only(task, "ExecutionTimeLimit"));
        assertEquals("PT1M", only(task, "Interval"));
        assertEquals(
                "run -C \"n%s \\\"$HOME\\\" <&> \\ it's;\"", only(task, "Arguments"), "quoted");
    }

    @Test
    void tunnelsWithLikeNamesHaveServicesOfTheirOwn() {
        Path one = plan("Linux", Scope.USER, Optional.of("a b")).file().orElseThrow().path();
        Path two = plan("Linux", Scope.USER, Optional.of("a/b")).file().orElseThrow().path();
        assertNotEquals(one, two);
        assertEquals(one.getParent(), two.getParent());
        assertFalse(two.getFileName().toString().contains("/"));
    }

    @Test
    void theAdviceWithoutSystemdHoldsTheCommand() {
        String advice = Advice.withoutSystemd(request(Scope.SYSTEM, Optional.of("it's")));
        assertTrue(advice.contains("/tunnelfun' run -C 'it'\\''s'\n"), advice);
    }

    private String verify(Scope scope, Path unit) throws Exception {
        Path analyze = Tools.program("systemd-analyze", "services");
        // The manual page belongs to the packages, not to this test.
        return Tools.run(
                List.of(
                        "env",
                        "XDG_RUNTIME_DIR=" + home,
                        analyze.toString(),
                        scope == Scope.USER ? "--user" : "--system",
                        "--man=no",
                        "--recursive-errors=no",
                        "verify",
                        unit.toString()));
    }

    private static String only(Document document, String tag) {
        return document.getElementsByTagName(tag).item(0).getTextContent();
    }

    private static Document parse(String xml) throws Exception {
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        builder.setEntityResolver((name, system) -> new InputSource(new StringReader("")));
        return builder.parse(new InputSource(new StringReader(xml)));
    }

    private String text(String os, Scope scope, Optional<String> tunnel) {
        return plan(os, scope, tunnel).file().orElseThrow().text();
    }

    private Plan plan(String os, Scope scope, Optional<String> tunnel) {
        return Plans.of(os, request(scope, tunnel));
    }

    private Request request(Scope scope, Optional<String> tunnel) {
        Launch launch = Launch.ofLauncher(launcher());
        return new Request(
                scope, tunnel, Optional.empty(), new Account("anna", home, 1000), launch);
    }

    /** In a folder with a name as bad as folders get. */
    private Path launcher() {
        try {
            Path file = home.resolve("my prog 100% $x/tunnelfun");
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n");
            if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            return file;
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
