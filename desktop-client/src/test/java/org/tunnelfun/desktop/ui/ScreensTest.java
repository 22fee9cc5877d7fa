package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.application.Platform;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

@ExtendWith(ApplicationExtension.class)
class ScreensTest {

    private static final String CONFIG =
            """
            {"version": 1,
             "servers": {"home": {"host": "tunnel.example.org", "user": "tunnel"}},
             "tunnels": [
               {"name": "nas", "server": "home", "forwards": [
                 {"remote": {"port": 2001}, "target": {"host": "localhost", "port": 22}}]},
               {"name": "pi", "server": "home", "forwards": [
                 {"remote": {"port": 2002}, "target": {"host": "localhost", "port": 22}}]}],
             "retry": {"maxInterval": 30}}
            """;

    @TempDir static Path folder;

    private final FakeControl control = new FakeControl();
    private final FakeOutside outside = new FakeOutside();
    private Path file;
    private Theme theme;
    private Book book;
    private Desk desk;

    @Start
    void start(Stage primary) throws Exception {
        file = Files.createTempFile(folder, "tunnels", ".json");
        Files.writeString(file, CONFIG);
        control.say(Samples.up("nas", 2001), Samples.waiting("pi", 2002));
        theme =
                new Theme(
                        new PrimerLight().getUserAgentStylesheet(),
                        new PrimerDark().getUserAgentStylesheet());
        theme.choose(Theme.Choice.LIGHT);
        book = new Book(new ConfigFile(file));
        desk =
                new Desk(
                        primary,
                        theme,
                        control,
                        new HandTime(),
                        book,
                        new Preferences(folder.resolve("window.properties")),
                        outside,
                        Platform::runLater,
                        "1.0",
                        "laptop");
        desk.window().show();
    }

    // A window that hides may ask about unsaved changes and wait; the second round hides the
    // question.
    @AfterEach
    void closeAll() {
        Platform.runLater(ScreensTest::hideAll);
        Platform.runLater(ScreensTest::hideAll);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void hideAll() {
        java.util.List.copyOf(Window.getWindows()).forEach(Window::hide);
    }

    @Test
    @DisplayName("a wrong value is told as it is typed and cannot be saved; the right one is saved")
    void settings(FxRobot robot) throws Exception {
        robot.interact(() -> desk.settings());
        shoot("Settings", "settings-light");
        TextField field = robot.lookup("#serverAliveInterval").queryAs(TextField.class);
        robot.interact(() -> field.setText("0"));
        assertTrue(robot.lookup("Save").queryButton().isDisabled());
        assertTrue(
                robot.lookup("\"0\" is not a whole number of seconds (1-3600)")
                                .tryQuery()
                                .isPresent()
                        || robot.lookup("0 is not a whole number of seconds (1-3600)")
                                .tryQuery()
                                .isPresent());
        shoot("Settings", "settings-wrong");
        robot.interact(() -> field.setText("20"));
        assertTrue(
                robot.lookup(
                                "A dead link is noticed after about 22 s, a dead tunnel behind a"
                                        + " live link after about 1 m 10 s.")
                        .tryQuery()
                        .isPresent());
        robot.interact(() -> robot.lookup("Save").queryButton().fire());
        assertEquals(20L, new ConfigFile(file).read().staleness().get("serverAliveInterval"));
        assertEquals(30L, new ConfigFile(file).read().retry().get("maxInterval"));
    }

    @Test
    @DisplayName("unsaved changes are asked about, and Discard leaves the file as it is")
    void unsaved(FxRobot robot) throws Exception {
        robot.interact(() -> desk.edit("nas"));
        TextField name = field(robot, "Name");
        robot.interact(() -> name.setText("attic"));
        Platform.runLater(
                () -> {
                    Window window = window("Tunnel nas");
                    window.fireEvent(
                            new javafx.stage.WindowEvent(
                                    window, javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST));
                });
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("Discard");
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(CONFIG, Files.readString(file));
        assertTrue(window("Tunnel nas") == null);
    }

    @Test
    @DisplayName("somebody else's edit is never written over")
    void foreign(FxRobot robot) throws Exception {
        robot.interact(() -> desk.edit("nas"));
        robot.interact(() -> field(robot, "Name").setText("attic"));
        String other = CONFIG.replace("2002", "2003");
        Files.writeString(file, other);
        robot.interact(() -> robot.lookup("Save").queryButton().fire());
        assertEquals(other, Files.readString(file));
        assertTrue(window("Tunnel nas").isShowing());
    }

    @Test
    @DisplayName("the editor renames a tunnel and keeps everything else")
    void edits(FxRobot robot) throws Exception {
        robot.interact(() -> desk.edit("nas"));
        shoot("Tunnel nas", "editor-light");
        robot.interact(() -> field(robot, "Name").setText("attic"));
        robot.interact(() -> robot.lookup("Save").queryButton().fire());
        var saved = new ConfigFile(file).read();
        assertEquals("attic", saved.entries().get(0).name());
        assertEquals("pi", saved.entries().get(1).name());
        assertEquals(30L, saved.retry().get("maxInterval"));
    }

    @Test
    @DisplayName("the guide is walked, and its steps are tested")
    void guide(FxRobot robot) throws Exception {
        robot.interact(() -> desk.guide());
        shoot("First tunnel", "guide-light");
        robot.interact(() -> theme.choose(Theme.Choice.DARK));
        robot.clickOn("Trust and test: every step, now");
        robot.clickOn("Test every step");
        shoot("First tunnel", "guide-test-dark");
        robot.interact(() -> theme.choose(Theme.Choice.LIGHT));
    }

    @Test
    @DisplayName("an unknown host key is asked once; trusting it saves it, Enter does not")
    void hostKey(FxRobot robot) throws Exception {
        boolean[] trusted = {false};
        HostKeyDialog dialog = new HostKeyDialog(theme, Platform::runLater);
        HostKeyPrompt.Question question =
                new HostKeyPrompt.Question(
                        "tunnel.example.org",
                        "ED25519",
                        "SHA256:uNiVztksCsDhcc0u9e8BrOdHwpdV0pJg5XhDMyWJ1Wk",
                        "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
                        "~/.ssh/known_hosts");
        dialog.ask(question, () -> trusted[0] = true);
        dialog.ask(question, () -> trusted[0] = true);
        WaitForAsyncUtils.waitForFxEvents();
        shoot("Unknown host key", "host-key-light");
        robot.press(KeyCode.ENTER).release(KeyCode.ENTER);
        assertFalse(trusted[0]);
        assertEquals(
                1,
                Window.getWindows().stream()
                        .filter(w -> ((Stage) w).getTitle().startsWith("Unknown host key"))
                        .count());
        robot.clickOn("It is the same, trust it");
        org.awaitility.Awaitility.await().until(() -> trusted[0]);
    }

    @Test
    @DisplayName("a passphrase is handed over; closing the window says that there is none")
    void passphrase(FxRobot robot) throws Exception {
        String[] said = {null, null};
        SecretDialog dialog = new SecretDialog(theme, Platform::runLater);
        var question =
                new SecretPrompt.Question(
                        SecretPrompt.Kind.PASSPHRASE, "~/.ssh/id_ed25519", "", false);
        dialog.ask(question, answer -> said[0] = answer.map(String::new).orElse("nothing"));
        WaitForAsyncUtils.waitForFxEvents();
        shoot("Passphrase", "passphrase-light");
        robot.clickOn(".password-field").write("s3cret").type(KeyCode.ENTER);
        dialog.ask(question, answer -> said[1] = answer.map(String::new).orElse("nothing"));
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> window("Passphrase").hide());
        assertEquals("s3cret", said[0]);
        assertEquals("nothing", said[1]);
    }

    private static TextField field(FxRobot robot, String label) {
        return robot.lookup((TextField f) -> label.equals(f.getAccessibleText())).query();
    }

    private static Window window(String title) {
        return Window.getWindows().stream()
                .filter(w -> w instanceof Stage s && s.getTitle().startsWith(title))
                .findFirst()
                .orElse(null);
    }

    private static void shoot(String title, String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents();
        WaitForAsyncUtils.asyncFx(() -> Screenshot.take(window(title).getScene(), name)).get();
    }
}
