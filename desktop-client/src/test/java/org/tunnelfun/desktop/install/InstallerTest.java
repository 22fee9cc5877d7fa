package org.tunnelfun.desktop.install;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {

    @TempDir private Path home;
    private final List<String> ran = new ArrayList<>();
    private final StringWriter said = new StringWriter();
    private int code;

    @Test
    void whatIsInstalledIsStartedAndWhatIsUninstalledIsGone() throws IOException {
        assertTrue(installer(true).install(plan()));
        assertTrue(Files.exists(unit()));
        assertTrue(installer(true).uninstall(plan()));
        assertFalse(Files.exists(unit()));
        assertEquals(
                List.of(
                        "systemctl --user daemon-reload",
                        "systemctl --user enable tunnelfun-nas.service",
                        "systemctl --user restart tunnelfun-nas.service",
                        "systemctl --user disable --now tunnelfun-nas.service",
                        "systemctl --user daemon-reload"),
                ran);
    }

    @Test
    void withoutARunningSystemdItIsEnabledForLaterAndSaysSo() throws IOException {
        assertTrue(installer(false).install(plan()));
        assertEquals(List.of("systemctl --user enable tunnelfun-nas.service"), ran);
        assertTrue(said.toString().contains("systemd does not run here now"), said.toString());
    }

    @Test
    void aDryRunTouchesNothing() throws IOException {
        installer(true).show(plan());
        assertEquals(List.of(), ran);
        try (var files = Files.list(home)) {
            assertEquals(List.of(), files.toList());
        }
        assertTrue(said.toString().contains("ExecStart="), said.toString());
    }

    @Test
    void aFailedStepIsToldWithItsOutput() throws IOException {
        code = 5;
        assertFalse(installer(true).install(plan()));
        assertTrue(said.toString().contains("It failed (5): no bus"), said.toString());
    }

    @Test
    void uninstallingTwiceSaysThatThereIsNothing() throws IOException {
        assertFalse(installer(true).uninstall(plan()));
        assertEquals(List.of(), ran);
    }

    @Test
    void windowsIsAskedForOtherTasksBecauseTheyHaveNoFilesBesideThisOnes() throws IOException {
        Plan plan = Plans.of("Windows 11", request());
        assertTrue(installer(true).others(plan));
        code = 1;
        assertFalse(installer(true).others(plan));
        String asked = "cmd /c schtasks /Query /FO CSV /NH | findstr /I tunnelfun";
        assertEquals(List.of(asked, asked), ran);
        Files.createDirectories(unit().getParent());
        assertFalse(installer(true).others(plan()));
        Files.createFile(unit());
        assertTrue(installer(true).others(plan()));
    }

    private Path unit() {
        return home.resolve(".config/systemd/user/tunnelfun-nas.service");
    }

    private Plan plan() {
        return Plans.of("Linux", request());
    }

    private Request request() {
        Launch launch = new Launch(List.of("/usr/bin/tunnelfun"), List.of("/usr/bin/tunnelfun"));
        Account account = new Account("anna", home, 1000);
        return new Request(Scope.USER, Optional.of("nas"), Optional.empty(), account, launch);
    }

    private Installer installer(boolean systemdRuns) {
        Commands commands =
                new Commands() {
                    @Override
                    public boolean has(String program) {
                        return true;
                    }

                    @Override
                    public Answer run(List<String> command) {
                        ran.add(String.join(" ", command));
                        return new Answer(code, "no bus");
                    }
                };
        return new Installer(commands, new PrintWriter(said, true), systemdRuns);
    }
}
