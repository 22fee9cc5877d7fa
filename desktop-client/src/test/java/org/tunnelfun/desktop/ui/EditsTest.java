package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.tunnelfun.desktop.config.ConfigFile;

/** What a person does to a tunnel that is there, and what is taken out of the window. */
class EditsTest extends ScreenCase {

    @Start
    void start(Stage primary) throws Exception {
        open(primary);
    }

    private static Button button(FxRobot robot, String window, String text) {
        return robot.from(window(window).getScene().getRoot())
                .lookup((Button b) -> text.equals(b.getText()) && !b.isDisabled() && b.isVisible())
                .queryButton();
    }

    /** A question's window has no more than the program's name for a title. */
    private static Button answer(FxRobot robot, String text) {
        return robot.from(robot.lookup(".dialog-pane").queryAll())
                .lookup((Button b) -> text.equals(b.getText()))
                .queryButton();
    }

    /** Runs what opens a question and waits for its answer. */
    private static void asking(Runnable asks) {
        Platform.runLater(asks);
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    @DisplayName("removing asks first: a no keeps all, a yes takes this tunnel and nothing else")
    void remove(FxRobot robot) throws Exception {
        robot.interact(() -> desk.edit("nas"));
        Button remove = button(robot, "Tunnel nas", "Remove");
        asking(remove::fire);
        robot.interact(() -> answer(robot, "Cancel").fire());
        assertEquals(CONFIG, Files.readString(file));
        asking(remove::fire);
        robot.interact(() -> answer(robot, "Remove").fire());
        var saved = new ConfigFile(file).read();
        assertEquals(List.of("pi"), saved.entries().stream().map(e -> e.name()).toList());
        assertEquals("tunnel.example.org", saved.servers().get("home").host());
        assertEquals(Map.of("maxInterval", 30L), saved.retry());
        assertNull(window("Tunnel nas"));
    }

    @Test
    @DisplayName("whoever cancels the question about unsaved changes goes on typing; Save saves")
    void unsaved(FxRobot robot) throws Exception {
        robot.interact(() -> desk.edit("nas"));
        robot.interact(() -> field(robot, "Name").setText("attic"));
        Window editor = window("Tunnel nas");
        Runnable close =
                () -> editor.fireEvent(new WindowEvent(editor, WindowEvent.WINDOW_CLOSE_REQUEST));
        asking(close);
        robot.interact(() -> answer(robot, "Cancel").fire());
        assertTrue(editor.isShowing());
        assertEquals(CONFIG, Files.readString(file));
        asking(close);
        robot.interact(() -> answer(robot, "Save").fire());
        assertFalse(editor.isShowing());
        assertEquals("attic", new ConfigFile(file).read().entries().get(0).name());
    }

    @Test
    @DisplayName("a value can be reset to what it would be by itself, and is then not kept")
    void reset(FxRobot robot) throws Exception {
        robot.interact(() -> desk.settings());
        TextField field = robot.lookup("#maxInterval").queryAs(TextField.class);
        assertEquals("30", field.getText());
        Button reset = button(robot, "Settings", "Reset");
        robot.interact(reset::fire);
        assertEquals("10", field.getText());
        assertFalse(reset.isVisible(), "there is nothing to reset any more");
        robot.interact(() -> button(robot, "Settings", "Save").fire());
        assertEquals(Map.of(), new ConfigFile(file).read().retry());
    }

    @Test
    @DisplayName("the log of one tunnel has its lines alone, the newest first, to be copied")
    void log(FxRobot robot) {
        control.say(Samples.up("nas", 2001), Samples.needsUser("pi", 2002));
        robot.interact(() -> desk.log("pi"));
        ListView<?> lines =
                robot.from(window("Log").getScene().getRoot()).lookup(".log").queryListView();
        List<String> shown = lines.getItems().stream().map(Object::toString).toList();
        assertEquals(2, shown.size(), shown::toString);
        assertTrue(shown.get(0).contains("  pi  Needs you: "), shown::toString);
        assertTrue(shown.get(1).contains("  pi  Connecting: "), shown::toString);
        robot.interact(() -> button(robot, "Log", "Copy").fire());
        assertEquals(String.join("\n", shown) + "\n", clipboard());
    }

    @Test
    @DisplayName("the ssh command of a tunnel is copied, and one that is unknown copies nothing")
    void copies(FxRobot robot) {
        robot.interact(() -> CopyText.copy("before"));
        robot.interact(() -> desk.copyCommand("none"));
        assertEquals("before", clipboard());
        robot.interact(() -> desk.copyCommand("nas"));
        assertEquals("ssh -p 2001 localhost", clipboard());
    }

    @Test
    @DisplayName("that closing ends nothing is explained once")
    void explained(FxRobot robot) {
        asking(() -> desk.explainClose(true));
        robot.interact(() -> answer(robot, "OK").fire());
        asking(() -> desk.explainClose(true));
        assertTrue(robot.lookup(".dialog-pane").tryQuery().isEmpty());
    }

    private static String clipboard() {
        String[] text = {""};
        WaitForAsyncUtils.waitForAsyncFx(
                10_000, () -> text[0] = Clipboard.getSystemClipboard().getString());
        return text[0];
    }
}
