package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.util.WaitForAsyncUtils;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.control.FakeTunnels;

/** What tests of screens have in common: all screens over a config of two tunnels. */
@ExtendWith(ApplicationExtension.class)
abstract class ScreenCase {

    static final String CONFIG =
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

    final FakeTunnels control = new FakeTunnels();
    final FakeOutside outside = new FakeOutside();
    Path file;
    Theme theme;
    Book book;
    Desk desk;

    /** To be called by a start method of each test: those are not inherited. */
    final void open(Stage primary) throws Exception {
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
                        java.util.Map.of(),
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
        Platform.runLater(ScreenCase::hideAll);
        Platform.runLater(ScreenCase::hideAll);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private static void hideAll() {
        java.util.List.copyOf(Window.getWindows()).forEach(Window::hide);
    }

    static TextField field(FxRobot robot, String label) {
        return robot.lookup((TextField f) -> label.equals(f.getAccessibleText())).query();
    }

    static Window window(String title) {
        return Window.getWindows().stream()
                .filter(w -> w instanceof Stage s && s.getTitle().startsWith(title))
                .findFirst()
                .orElse(null);
    }

    static void tabTo(FxRobot robot, String title, String name) {
        for (int i = 0; i < 40 && !name.equals(focused(title)); i++) {
            robot.push(KeyCode.TAB);
        }
        assertEquals(name, focused(title), "reached by Tab in " + title);
    }

    /** What the control that the keyboard is in is called. */
    static String focused(String title) {
        WaitForAsyncUtils.waitForFxEvents();
        Node owner = window(title).getScene().getFocusOwner();
        String name = owner.getAccessibleText();
        return name != null || !(owner instanceof Labeled l) ? name : l.getText();
    }

    static void shoot(String title, String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents();
        WaitForAsyncUtils.asyncFx(() -> Screenshot.take(window(title).getScene(), name)).get();
    }
}
