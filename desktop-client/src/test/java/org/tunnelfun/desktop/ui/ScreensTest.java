package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.engine.Proof;
import org.tunnelfun.desktop.engine.TunnelState;

class ScreensTest extends ScreenCase {

    @Start
    void start(Stage primary) throws Exception {
        open(primary);
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
                                "A dead link is noticed after about 22\u00a0s, a dead tunnel behind a"
                                        + " live link after about 1\u00a0m\u00a010\u00a0s.")
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
    @DisplayName("every screen names all that takes the focus")
    void accessible(FxRobot robot) {
        List<Runnable> screens =
                List.of(
                        desk::settings,
                        desk::guide,
                        () -> desk.edit("nas"),
                        desk::imports,
                        () -> desk.log(null));
        for (Runnable screen : screens) {
            robot.interact(screen);
            WaitForAsyncUtils.waitForFxEvents();
        }
        assertTrue(Window.getWindows().size() >= 5);
        for (Window window : List.copyOf(Window.getWindows())) {
            assertEquals(List.of(), Names.missing(window.getScene()), ((Stage) window).getTitle());
        }
    }

    @Test
    @DisplayName("the keyboard alone goes through the window in order, and edits, saves and closes")
    void keyboard(FxRobot robot) throws Exception {
        assertEquals("Tunnels", focused("Tunnelfun"), "where the keyboard begins");
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 20 && !order.contains("Tunnels"); i++) {
            robot.push(KeyCode.TAB);
            order.add(focused("Tunnelfun"));
        }
        assertEquals(
                List.of(
                        "Pause",
                        "Reconnect",
                        "Edit…",
                        "Show the last hour",
                        "Show the last 24 hours",
                        "The command to reach it from the server",
                        "Copy the ssh command",
                        "Copy report",
                        "Log…",
                        "Details",
                        "New tunnel",
                        "Log",
                        "Settings",
                        "Tunnels"),
                order);
        robot.push(KeyCode.DOWN);
        tabTo(robot, "Tunnelfun", "Edit…");
        robot.push(KeyCode.SPACE);
        assertEquals("Name", focused("Tunnel pi"));
        robot.push(KeyCode.CONTROL, KeyCode.A);
        robot.type(KeyCode.A, KeyCode.T, KeyCode.T, KeyCode.I, KeyCode.C);
        tabTo(robot, "Tunnel pi", "Save");
        robot.push(KeyCode.SPACE);
        assertEquals("attic", new ConfigFile(file).read().entries().get(1).name());
        assertNull(window("Tunnel pi"));
        robot.push(KeyCode.CONTROL, KeyCode.COMMA);
        tabTo(robot, "Settings", "Reply within, 1-300 s");
        robot.push(KeyCode.ESCAPE);
        assertNull(window("Settings"));
    }

    @Test
    @DisplayName("in the smallest window, dark, no word of any screen is cut off")
    void smallest(FxRobot robot) throws Exception {
        robot.interact(() -> theme.choose(Theme.Choice.DARK));
        String why = "no connection to tunnel.example.org:22 (192.0.2.17:22: connection refused)";
        control.say(
                Samples.status(
                        "nas",
                        2001,
                        TunnelState.CONNECTING,
                        Proof.NONE,
                        why + "; [2001:db8::17]:22: no answer",
                        Optional.empty()),
                Samples.up("w".repeat(64), 2003));
        Window main = window("Tunnelfun");
        robot.interact(
                () -> robot.lookup("#tunnels").queryListView().getSelectionModel().select(1));
        robot.interact(
                () -> {
                    main.setWidth(640);
                    main.setHeight(480);
                });
        shoot("Tunnelfun", "640x480-long-name-dark");
        assertEquals(List.of(), Cut.off(main.getScene()), "the longest name");
        Map<String, Runnable> screens =
                Map.of(
                        "Settings", desk::settings,
                        "First tunnel", desk::guide,
                        "Tunnel nas", () -> desk.edit("nas"),
                        "Import", desk::imports,
                        "Log", () -> desk.log(null));
        for (Map.Entry<String, Runnable> screen : screens.entrySet()) {
            robot.interact(screen.getValue());
            Window window = window(screen.getKey());
            robot.interact(
                    () -> {
                        window.setWidth(640);
                        window.setHeight(480);
                    });
            String name = screen.getKey().toLowerCase(Locale.ROOT).replace(' ', '-');
            shoot(screen.getKey(), "640x480-" + name + "-dark");
            assertEquals(List.of(), Cut.off(window.getScene()), screen.getKey());
            assertTrue(
                    robot
                            .from(window.getScene().getRoot())
                            .lookup(".log .list-cell")
                            .queryAllAs(ListCell.class)
                            .stream()
                            .allMatch(c -> c.isEmpty() || c.getText().startsWith("\u200e")),
                    "a name that goes from right to left turns no line around");
            robot.interact(window::hide);
        }
        robot.interact(() -> theme.choose(Theme.Choice.LIGHT));
    }

    @Test
    @DisplayName("quitting asks while somebody visits, and a no is a no")
    void quit(FxRobot robot) throws Exception {
        java.util.concurrent.CompletableFuture<Boolean> first =
                new java.util.concurrent.CompletableFuture<>();
        Platform.runLater(() -> first.complete(desk.mayQuit()));
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(
                robot.lookup("1 connection through the tunnels will drop.").tryQuery().isPresent());
        robot.clickOn("Cancel");
        assertEquals(false, first.get());
        control.say(Samples.waiting("nas", 2001));
        WaitForAsyncUtils.waitForFxEvents();
        java.util.concurrent.CompletableFuture<Boolean> second =
                new java.util.concurrent.CompletableFuture<>();
        Platform.runLater(() -> second.complete(desk.mayQuit()));
        assertEquals(true, second.get(), "without a visitor nobody is asked");
    }

    @Test
    @DisplayName("a tunnel's own settings show what it inherits, and save only what differs")
    void overrides(FxRobot robot) throws Exception {
        robot.interact(() -> desk.edit("nas"));
        robot.clickOn("Retry and staleness");
        assertTrue(
                robot.lookup("1-86400 s, default 30").tryQuery().isPresent(), "the file's own 30");
        robot.interact(() -> robot.lookup("#maxInterval").queryAs(TextField.class).setText("40"));
        assertTrue(
                robot.lookup(
                                "Tries start after 1\u00a0s and slow down to one in 40\u00a0s. While up: 0 logins an hour.")
                        .tryQuery()
                        .isPresent());
        robot.interact(() -> robot.lookup("Save").queryButton().fire());
        assertEquals(
                java.util.Map.of("maxInterval", 40L),
                new ConfigFile(file).read().entries().get(0).retry());
        assertEquals(30L, new ConfigFile(file).read().retry().get("maxInterval"));
    }
}
