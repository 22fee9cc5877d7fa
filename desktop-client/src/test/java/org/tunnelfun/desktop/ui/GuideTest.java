package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.Region;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.tunnelfun.desktop.config.ConfigFile;

/** The guide and the import, which lead to the first tunnels. */
class GuideTest extends ScreenCase {

    @Start
    void start(Stage primary) throws Exception {
        open(primary);
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

    @Test
    @DisplayName(
            "by the keyboard alone Enter leads from step to step; the focus and what matters are"
                    + " in sight in a low window")
    void keyboard(FxRobot robot) throws Exception {
        Files.writeString(file, "{\"version\": 1}");
        robot.interact(book::reload);
        robot.interact(() -> desk.guide());
        String guide = "First tunnel";
        robot.interact(() -> size((Stage) window(guide), 640, 360));
        assertEquals("Address", focused(guide));
        robot.targetWindow(window(guide));
        robot.interact(() -> step(robot, "Done").open());
        robot.push(KeyCode.ENTER);
        String why = "the first step, Server, is not complete yet";
        assertTrue(robot.lookup("Config: " + why).tryQuery().isPresent());
        robot.interact(() -> step(robot, "Server").open());
        robot.interact(() -> field(robot, "Address").requestFocus());
        robot.write("tunnel.example.org").type(KeyCode.TAB, KeyCode.TAB).write("tunnel");
        robot.push(KeyCode.ENTER);
        assertEquals("Key file", focused(guide));
        robot.push(KeyCode.ENTER);
        assertEquals("Show the fingerprint", focused(guide));
        robot.push(KeyCode.ENTER);
        assertEquals("Show the fingerprint", focused(guide), "the question begins behind it");
        assertEquals(List.of(), Cut.squeezed(step(robot, "Trust")));
        tabTo(robot, guide, "It is the same, trust it");
        robot.push(KeyCode.ENTER);
        org.awaitility.Awaitility.await()
                .until(() -> step(robot, "Trust").getAccessibleText().endsWith("done"));
        assertEquals("Next", focused(guide));
        robot.push(KeyCode.ENTER);
        assertEquals("Name", focused(guide));
        robot.push(KeyCode.ENTER);
        assertEquals("Test every step", focused(guide));
        robot.push(KeyCode.ENTER);
        assertEquals("Try again", focused(guide));
        Region page = robot.from(window(guide).getScene().getRoot()).lookup(".viewport").query();
        Label refused = robot.lookup("Login: the server refused every key").query();
        assertTrue(Cut.inSight(refused, page), "the step that failed");
        assertFalse(Cut.inSight(step(robot, "Server"), page), "or there was nothing to scroll");
        tabTo(robot, guide, "Save and connect");
        robot.push(KeyCode.ENTER);
        assertEquals("laptop", new ConfigFile(file).read().tunnels().get(0).name());
    }

    private static void size(Stage stage, double width, double height) {
        stage.setMinHeight(height);
        stage.setWidth(width);
        stage.setHeight(height);
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
                        .replace("2002", "2008")
                        .replace(
                                "]}],",
                                "]}, {\"name\": \"shed\", \"server\": \"home\", \"forwards\": [ {\"remote\": {\"port\": 2007}, \"target\": {\"host\": \"localhost\", \"port\": 22}}]}],"));
        outside.sshConfig = new ConfigFile(other).read();
        robot.interact(() -> desk.guide());
        robot.clickOn("Import…");
        assertNull(window("First tunnel"));
        shoot("Import", "import-light");
        assertTrue(box(robot, "nas").isDisabled());
        assertTrue(focused("Import").startsWith("Import attic, "), "the first to be ticked");
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
