package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

/** The dialogs with what comes over the control socket from a process that is not to be trusted. */
class HostileNamesTest extends ScreenCase {

    private static final String PRINT = "SHA256:uNiVztksCsDhcc0u9e8BrOdHwpdV0pJg5XhDMyWJ1Wk";
    private static final String FILE = "/known\0/\u202ehosts";
    private static final String SHOWN = "/known\\u0000/\\u202ehosts";

    @Start
    void start(Stage primary) throws Exception {
        open(primary);
    }

    @Test
    @DisplayName("an unknown key that no file could keep is shown, and cannot be trusted")
    void unknown(FxRobot robot) {
        HostKeyDialog dialog = new HostKeyDialog(theme, Platform::runLater);
        dialog.ask(
                new HostKeyPrompt.Question("\u202ehost", "ED25519", PRINT, "compare", FILE),
                () -> {
                    throw new AssertionError("trusted");
                });
        WaitForAsyncUtils.waitForFxEvents();
        Scene scene = window("Unknown host key").getScene();
        assertEquals(List.of("Copy", "Not now"), buttons(robot, scene));
        String text = text(robot, scene);
        assertTrue(text.contains(SHOWN), text);
        assertTrue(text.contains("The server \\u202ehost was never met before"), text);
    }

    @Test
    @DisplayName("a changed key is told of without the commands for a file that cannot be")
    void changed(FxRobot robot) {
        HostKeyDialog dialog = new HostKeyDialog(theme, Platform::runLater);
        dialog.changed(
                new HostKeyPrompt.Change(
                        "host", "ED25519", PRINT, List.of(PRINT), FILE, "compare", "forget"));
        WaitForAsyncUtils.waitForFxEvents();
        Scene scene = window("Changed host key").getScene();
        assertTrue(text(robot, scene).contains("Known from before, in " + SHOWN));
        assertEquals(
                List.of("compare"),
                robot
                        .from(scene.getRoot())
                        .lookup((TextInputControl t) -> true)
                        .queryAllAs(TextInputControl.class)
                        .stream()
                        .map(TextInputControl::getText)
                        .toList());
    }

    @Test
    @DisplayName("no passphrase is taken, and none kept, for a key that cannot be a file")
    void passphrase(FxRobot robot) {
        List<String> said = new CopyOnWriteArrayList<>();
        SecretDialog dialog = new SecretDialog(theme, Platform::runLater);
        dialog.offer(
                new KeyringDoor() {
                    @Override
                    public void ifItWorks(Runnable offer) {
                        said.add("offered");
                    }

                    @Override
                    public void keep(String key, char[] passphrase) {
                        said.add("kept");
                    }
                });
        var question = new SecretPrompt.Question(SecretPrompt.Kind.PASSPHRASE, FILE, "", false);
        dialog.ask(question, answer -> said.add(answer.isEmpty() ? "declined" : "told"));
        WaitForAsyncUtils.waitForFxEvents();
        Scene scene = window("Passphrase").getScene();
        assertTrue(text(robot, scene).contains("The key " + SHOWN + " cannot be a file"));
        PasswordField field = robot.from(scene.getRoot()).lookup(".password-field").query();
        assertFalse(field.isVisible());
        robot.targetWindow(scene).push(KeyCode.ENTER);
        assertEquals(List.of("declined"), said, "there is nothing else to say");
        assertNull(window("Passphrase"));
    }

    private static List<String> buttons(FxRobot robot, Scene scene) {
        return robot
                .from(scene.getRoot())
                .lookup((Button b) -> true)
                .queryAllAs(Button.class)
                .stream()
                .map(Button::getText)
                .sorted()
                .toList();
    }

    private static String text(FxRobot robot, Scene scene) {
        return String.join(
                "\n",
                robot
                        .from(scene.getRoot())
                        .lookup((Label l) -> true)
                        .queryAllAs(Label.class)
                        .stream()
                        .map(Label::getText)
                        .toList());
    }
}
