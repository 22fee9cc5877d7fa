package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
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

    private static void tabTo(FxRobot robot, String title, String name) {
        for (int i = 0; i < 40 && !name.equals(focused(title)); i++) {
            robot.push(KeyCode.TAB);
        }
        assertEquals(name, focused(title), "reached by Tab in " + title);
    }

    private static String focused(String title) {
        Node owner = window(title).getScene().getFocusOwner();
        String name = owner.getAccessibleText();
        return name != null || !(owner instanceof Labeled l) ? name : l.getText();
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
                        Optional.empty()));
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

    @Test
    @DisplayName(
            "the guide leads from the server over key, trust and target to the test, and is saved")
    void guide(FxRobot robot) throws Exception {
        Files.writeString(file, "{\"version\": 1}");
        robot.interact(book::reload);
        robot.interact(() -> desk.guide());
        shoot("First tunnel", "guide-light");
        assertEquals(
                List.of("Server", "Key", "Trust", "This device", "Done"),
                robot.lookup((GuideStep step) -> true).queryAllAs(GuideStep.class).stream()
                        .map(step -> step.getText().split(":")[0])
                        .toList());
        robot.clickOn(field(robot, "Address")).write("tunnel.example.org");
        robot.clickOn(field(robot, "Account")).write("tunnel");
        robot.doubleClickOn(field(robot, "Device's port")).write("2009");
        next(robot, "Server");
        robot.clickOn("Make a new key");
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals("~/.ssh/tunnelfun_laptop", field(robot, "Key file").getText());
        assertTrue(field(robot, "The line for authorized_keys").getText().contains(":2009\""));
        shoot("First tunnel", "guide-key-light");
        next(robot, "Key");
        robot.clickOn("Show the fingerprint");
        shoot("First tunnel", "guide-trust-light");
        assertTrue(
                robot.lookup("SHA256: uNiVztks CsDhcc0u 9e8BrOdH wpdV0pJg 5XhDMyWJ 1Wk")
                        .tryQuery()
                        .isPresent());
        assertFalse(step(robot, "Trust").getAccessibleText().endsWith("done"));
        robot.clickOn("It is the same, trust it");
        org.awaitility.Awaitility.await()
                .until(() -> step(robot, "Trust").getAccessibleText().endsWith("done"));
        assertFalse(step(robot, "This device").getAccessibleText().endsWith("done"));
        next(robot, "Trust");
        assertTrue(step(robot, "This device").getAccessibleText().endsWith("done"));
        assertTrue(
                robot.lookup("Target: localhost:22 says SSH-2.0-x").tryQuery().isPresent(),
                "looked for as the step opens");
        assertEquals(List.of(), Cut.squeezed(step(robot, "This device")));
        shoot("First tunnel", "guide-device-light");
        robot.interact(() -> theme.choose(Theme.Choice.DARK));
        next(robot, "This device");
        robot.clickOn("Test every step");
        shoot("First tunnel", "guide-test-dark");
        assertTrue(
                robot.lookup((Label l) -> l.getText().startsWith("The test has not gone well yet"))
                        .tryQuery()
                        .isPresent());
        robot.interact(() -> theme.choose(Theme.Choice.LIGHT));
        robot.clickOn("Save and connect");
        assertEquals(
                2009,
                new ConfigFile(file).read().tunnels().get(0).forwards().get(0).remote().port());
    }

    private static GuideStep step(FxRobot robot, String start) {
        return robot.lookup((GuideStep step) -> step.getText().startsWith(start)).query();
    }

    /** Its button may lie below the edge, where a robot does not scroll to. */
    private static void next(FxRobot robot, String step) {
        robot.interact(() -> robot.from(step(robot, step)).lookup("Next").queryButton().fire());
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    @DisplayName("what is ticked of ~/.ssh/config is imported, and what is there already stays")
    void imports(FxRobot robot) throws Exception {
        Path other = folder.resolve("other.json");
        Files.writeString(
                other,
                CONFIG.replace("\"pi\"", "\"attic\"")
                        .replace(
                                "]}],",
                                "]}, {\"name\": \"shed\", \"server\": \"home\", \"forwards\": [ {\"remote\": {\"port\": 2007}, \"target\": {\"host\": \"localhost\", \"port\": 22}}]}],"));
        outside.sshConfig = new ConfigFile(other).read();
        robot.interact(() -> desk.guide());
        robot.clickOn("Import…");
        assertNull(window("First tunnel"));
        shoot("Import", "import-light");
        assertTrue(box(robot, "nas").isDisabled());
        robot.clickOn(box(robot, "shed"));
        robot.clickOn("Import 1 tunnel");
        assertEquals(
                List.of("nas", "pi", "attic"),
                new ConfigFile(file).read().entries().stream().map(e -> e.name()).toList());
        assertNull(window("Import"));
    }

    private static CheckBox box(FxRobot robot, String text) {
        return robot.lookup((CheckBox b) -> text.equals(b.getText())).query();
    }
}
