package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.application.Platform;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.tunnelfun.desktop.engine.HostKeyPrompt;
import org.tunnelfun.desktop.engine.SecretPrompt;

class DialogsTest extends ScreenCase {

    @Start
    void start(Stage primary) throws Exception {
        open(primary);
    }

    @Test
    @DisplayName("an unknown host key is asked once; trusting it saves it, Enter does not")
    void hostKey(FxRobot robot) throws Exception {
        boolean[] trusted = {false};
        HostKeyDialog dialog = new HostKeyDialog(theme, Platform::runLater);
        HostKeyPrompt.Question question = question();
        dialog.ask(question, () -> trusted[0] = true);
        dialog.ask(question, () -> trusted[0] = true);
        WaitForAsyncUtils.waitForFxEvents();
        shoot("Unknown host key", "host-key-light");
        assertEquals("Not now", focused("Unknown host key"));
        robot.interact(
                () ->
                        window("Unknown host key")
                                .getScene()
                                .lookup(".mono.text-field")
                                .requestFocus());
        robot.push(KeyCode.ENTER);
        assertFalse(trusted[0]);
        assertEquals(
                1,
                Window.getWindows().stream()
                        .filter(w -> ((Stage) w).getTitle().startsWith("Unknown host key"))
                        .count());
        robot.clickOn("It is the same, trust it");
        org.awaitility.Awaitility.await().until(() -> trusted[0]);
    }

    private static HostKeyPrompt.Question question() {
        return new HostKeyPrompt.Question(
                "tunnel.example.org",
                "ED25519",
                "SHA256:uNiVztksCsDhcc0u9e8BrOdHwpdV0pJg5XhDMyWJ1Wk",
                "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
                "~/.ssh/known_hosts");
    }

    @Test
    @DisplayName("what was put off is not asked at each attempt, but when the person connects")
    void askedAgain(FxRobot robot) {
        HostKeyDialog dialog = new HostKeyDialog(theme, Platform::runLater);
        dialog.ask(question(), () -> {});
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("Not now");
        dialog.ask(question(), () -> {});
        WaitForAsyncUtils.waitForFxEvents();
        assertNull(window("Unknown host key"), "an attempt by itself asks nobody");
        dialog.askAgain();
        dialog.ask(question(), () -> {});
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(window("Unknown host key").isShowing());
    }

    @Test
    @DisplayName("a changed host key is explained with both fingerprints; nothing connects anyway")
    void changedHostKey(FxRobot robot) throws Exception {
        HostKeyDialog dialog = new HostKeyDialog(theme, Platform::runLater);
        HostKeyPrompt.Change change =
                new HostKeyPrompt.Change(
                        "tunnel.example.org",
                        "ED25519",
                        "SHA256:uNiVztksCsDhcc0u9e8BrOdHwpdV0pJg5XhDMyWJ1Wk",
                        List.of("SHA256:p2QAMXNIC1TJYWeIOttrVc98/R1BUFWu3/LiyKgUfQM"),
                        "~/.ssh/known_hosts",
                        "ssh-keyscan tunnel.example.org | ssh-keygen -lf -\n"
                                + "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub    # on the"
                                + " server",
                        "ssh-keygen -R tunnel.example.org\n"
                                + "ssh-keyscan tunnel.example.org >> ~/.ssh/known_hosts");
        dialog.changed(change);
        dialog.changed(change);
        WaitForAsyncUtils.waitForFxEvents();
        shoot("Changed host key", "host-key-changed-light");
        assertEquals("Close", focused("Changed host key"), "and no command is selected");
        List<String> prints =
                robot
                        .lookup((Label l) -> l.getStyleClass().contains("mono"))
                        .queryAllAs(Label.class)
                        .stream()
                        .map(Label::getText)
                        .toList();
        assertEquals(
                List.of(
                        HostKeyDialog.groups(change.offered()),
                        HostKeyDialog.groups(change.known().get(0))),
                prints);
        assertEquals(
                List.of(
                        "ssh-keyscan tunnel.example.org | ssh-keygen -lf -",
                        "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub",
                        change.forget()),
                robot
                        .lookup((TextInputControl t) -> t.isVisible())
                        .queryAllAs(TextInputControl.class)
                        .stream()
                        .filter(t -> t.getScene() == window("Changed host key").getScene())
                        .map(TextInputControl::getText)
                        .toList(),
                "each machine's commands by themselves");
        assertTrue(robot.lookup("On the server:").tryQuery().isPresent());
        assertEquals(
                List.of("Close", "Copy", "Copy", "Copy"),
                robot
                        .lookup((Button b) -> b.getScene() == window("Changed host key").getScene())
                        .queryAllAs(Button.class)
                        .stream()
                        .map(Button::getText)
                        .sorted()
                        .toList());
        // The fields of several lines let the focus go on.
        robot.push(KeyCode.TAB);
        tabTo(robot, "Changed host key", "Close");
        robot.push(KeyCode.ENTER);
        dialog.changed(change);
        WaitForAsyncUtils.waitForFxEvents();
        assertNull(window("Changed host key"), "told once");
    }

    @Test
    @DisplayName("tunnels with one key share its answer; who declines is asked when connecting")
    void sharedKey(FxRobot robot) {
        SecretDialog dialog = new SecretDialog(theme, Platform::runLater);
        var question =
                new SecretPrompt.Question(SecretPrompt.Kind.PASSPHRASE, "~/.ssh/k", "", false);
        List<String> said = new CopyOnWriteArrayList<>();
        dialog.ask(question, answer -> said.add("one " + answer.map(String::new).orElse("-")));
        dialog.ask(question, answer -> said.add("two " + answer.map(String::new).orElse("-")));
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn(".password-field").write("abc").type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(List.of("one abc", "two abc"), said);
        said.clear();
        dialog.ask(question, answer -> said.add("three " + answer.map(String::new).orElse("-")));
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("Not now");
        dialog.ask(question, answer -> said.add("four " + answer.map(String::new).orElse("-")));
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(List.of("three -", "four -"), said);
        dialog.askAgain();
        dialog.ask(question, answer -> said.add("five"));
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(window("Passphrase").isShowing());
    }

    @Test
    @DisplayName("a one-time code is asked of each login by itself")
    void oneTimeCodes(FxRobot robot) throws Exception {
        SecretDialog dialog = new SecretDialog(theme, Platform::runLater);
        var question =
                new SecretPrompt.Question(
                        SecretPrompt.Kind.LOGIN,
                        "tunnel@tunnel.example.org:22",
                        "Verification code:",
                        false);
        List<String> said = new CopyOnWriteArrayList<>();
        dialog.ask(question, answer -> said.add("one " + answer.map(String::new).orElse("-")));
        WaitForAsyncUtils.waitForFxEvents();
        shoot("Login", "one-time-code-light");
        robot.clickOn(".password-field").write("123456").type(KeyCode.ENTER);
        dialog.ask(question, answer -> said.add("two " + answer.map(String::new).orElse("-")));
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn(".password-field").write("654321").type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(List.of("one 123456", "two 654321"), said);
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

    @Test
    @DisplayName("where the keyring works a tick keeps the passphrase there, and only then")
    void keyring(FxRobot robot) throws Exception {
        List<String> said = new CopyOnWriteArrayList<>();
        Runnable[] works = {null};
        SecretDialog dialog = new SecretDialog(theme, Platform::runLater);
        dialog.offer(
                new KeyringDoor() {
                    @Override
                    public void ifItWorks(Runnable offer) {
                        works[0] = offer;
                    }

                    @Override
                    public void keep(String key, char[] passphrase) {
                        said.add("keep " + key + " " + new String(passphrase));
                    }
                });
        var question = new SecretPrompt.Question(SecretPrompt.Kind.PASSPHRASE, "/k", "", false);
        dialog.ask(question, answer -> said.add("one " + answer.map(String::new).orElse("-")));
        WaitForAsyncUtils.waitForFxEvents();
        CheckBox tick = robot.lookup("Keep it in the system's keyring").query();
        assertFalse(tick.isVisible());
        works[0].run();
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(tick.isSelected());
        robot.clickOn(".password-field").write("abc").type(KeyCode.ENTER);
        dialog.ask(question, answer -> said.add("two " + answer.map(String::new).orElse("-")));
        WaitForAsyncUtils.waitForFxEvents();
        works[0].run();
        WaitForAsyncUtils.waitForFxEvents();
        // From the field to the tick by the keyboard alone.
        robot.clickOn(".password-field").write("def").type(KeyCode.TAB).type(KeyCode.SPACE);
        shoot("Passphrase", "passphrase-keyring-light");
        robot.type(KeyCode.ENTER);
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(List.of("one abc", "keep /k def", "two def"), said);
        var code = new SecretPrompt.Question(SecretPrompt.Kind.LOGIN, "a@b", "Code:", false);
        works[0] = null;
        dialog.ask(code, answer -> {});
        WaitForAsyncUtils.waitForFxEvents();
        assertNull(works[0], "a one-time code is kept nowhere");
    }

    @Test
    @DisplayName("an answer about a server or a target that is not typed any more is none")
    void late(FxRobot robot) {
        outside.late = new CopyOnWriteArrayList<>();
        outside.trusted = true;
        var tunnel = book.current().tunnels().get(0);
        robot.interact(
                () -> {
                    Runnable nothing = () -> {};
                    TargetView target =
                            new TargetView(
                                    outside,
                                    Runnable::run,
                                    () -> tunnel.forwards().get(0),
                                    nothing);
                    target.look();
                    target.forget();
                    outside.late.get(0).run();
                    assertFalse(target.isFound());
                    target.look();
                    outside.late.get(1).run();
                    assertTrue(target.isFound());

                    TrustView trust = new TrustView(outside, Runnable::run, () -> tunnel, nothing);
                    Button show = (Button) trust.getChildren().get(0);
                    show.fire();
                    trust.forget();
                    outside.late.get(2).run();
                    assertFalse(trust.isTrusted());
                    show.fire();
                    outside.late.get(3).run();
                    assertTrue(trust.isTrusted());
                });
    }
}
