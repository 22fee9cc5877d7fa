package org.tunnelfun.desktop.ui;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.testfx.api.FxAssert.verifyThat;
import static org.testfx.matcher.control.LabeledMatchers.hasText;
import static org.testfx.util.NodeQueryUtils.isVisible;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;
import org.tunnelfun.desktop.control.FakeTunnels;
import org.tunnelfun.desktop.engine.TunnelStatus;

@ExtendWith(ApplicationExtension.class)
class MainWindowTest {

    private final FakeTunnels control = new FakeTunnels();
    private final HandTime time = new HandTime();
    private final List<String> opened = new ArrayList<>();
    private Stage stage;
    private Theme theme;
    private MainWindow window;
    private TunnelRows rows;

    @Start
    void start(Stage primary) {
        stage = primary;
        rows = new TunnelRows(control, time, java.util.Map.of(), Platform::runLater);
        theme =
                new Theme(
                        new PrimerLight().getUserAgentStylesheet(),
                        new PrimerDark().getUserAgentStylesheet());
        theme.choose(Theme.Choice.LIGHT);
        window =
                new MainWindow(
                        stage, theme, rows, control, time, "1.0", new RecordedScreens(opened));
        window.show();
    }

    private void aDay() {
        Instant now = time.wall();
        for (int minute = 24 * 60; minute > 0; minute -= 15) {
            Instant then = now.minus(Duration.ofMinutes(minute));
            time.set(then);
            Duration rtt =
                    Duration.ofMillis(25 + (minute * 7919L) % 23 + (minute % 97 == 0 ? 60 : 0));
            boolean down = minute > 300 && minute < 330 || minute > 900 && minute < 910;
            control.say(
                    down
                            ? Samples.since(Samples.waiting("nas", 2001), then)
                            : minute > 330 && minute < 400
                                    ? Samples.with(Samples.targetDown("nas", 2001), rtt, then)
                                    : Samples.with(Samples.up("nas", 2001), rtt, then),
                    Samples.waiting("attic-pi", 2002),
                    Samples.needsUser("office", 2003),
                    Samples.targetDown("laptop", 2000),
                    Samples.off("cabin", 2004));
            WaitForAsyncUtils.waitForFxEvents();
        }
        time.set(now);
        control.say(
                Samples.up("nas", 2001),
                Samples.waiting("attic-pi", 2002),
                Samples.needsUser("office", 2003),
                Samples.targetDown("laptop", 2000),
                Samples.off("cabin", 2004));
        WaitForAsyncUtils.waitForFxEvents();
    }

    @Test
    @DisplayName("every state is shown, light and dark, wide and narrow")
    void screenshots(FxRobot robot) throws Exception {
        aDay();
        // The window's clock ticks once a second.
        await().until(
                        () ->
                                robot.lookup("Up 3 h 12 m, checked 20 s ago · 31 ms")
                                        .tryQuery()
                                        .isPresent());
        shoot(robot, "window-light");
        Label share = robot.lookup((Label l) -> l.getText().endsWith("% proven")).query();
        assertEquals("100 % proven", share.getText(), "the last hour");
        robot.clickOn("24 h");
        assertTrue(share.getText().startsWith("9"), share::getText);
        shoot(robot, "window-day-light");
        robot.interact(() -> theme.choose(Theme.Choice.DARK));
        shoot(robot, "window-dark");
        robot.interact(
                () -> {
                    theme.choose(Theme.Choice.LIGHT);
                    stage.setWidth(640);
                    stage.setHeight(480);
                });
        robot.clickOn("office");
        assertTrue(robot.lookup("#tunnels").query().getBoundsInLocal().getWidth() < 215);
        assertTrue(robot.lookup(".detail").query().getBoundsInLocal().getWidth() > 400);
        assertTrue(share.getWidth() >= share.prefWidth(-1), "nothing is cut off");
        shoot(robot, "window-640x480-needs-you");
    }

    private void shoot(FxRobot robot, String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents();
        WaitForAsyncUtils.asyncFx(() -> Screenshot.take(stage.getScene(), name)).get();
    }

    @Test
    @DisplayName("search is there above ten tunnels, and the keyboard alone does it all")
    void keyboard(FxRobot robot) {
        TunnelStatus[] many = new TunnelStatus[11];
        for (int i = 0; i < many.length; i++) {
            many[i] = Samples.up("device-" + i, 2000 + i);
        }
        TextField search =
                robot.lookup((TextField f) -> "Search tunnels".equals(f.getAccessibleText()))
                        .query();
        control.say(Arrays.copyOf(many, 10));
        WaitForAsyncUtils.waitForFxEvents();
        assertFalse(search.isVisible());
        control.say(many);
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(search.isVisible());
        robot.push(KeyCode.CONTROL, KeyCode.F);
        robot.write("device-7");
        verifyThat("#tunnels", (ListView<TunnelRow> l) -> l.getItems().size() == 1);
        verifyThat(".title-3", hasText("device-7"));
        robot.write("x");
        verifyThat("Nothing found", isVisible());
        robot.push(KeyCode.ESCAPE);
        verifyThat(
                "#tunnels", (ListView<TunnelRow> l) -> l.getItems().size() == 11 && l.isFocused());
        robot.push(KeyCode.HOME).push(KeyCode.DOWN).push(KeyCode.CONTROL, KeyCode.R);
        assertEquals(List.of("reconnect device-1"), control.asked);
        robot.push(KeyCode.CONTROL, KeyCode.N).push(KeyCode.CONTROL, KeyCode.COMMA);
        robot.push(KeyCode.CONTROL, KeyCode.L);
        assertEquals(List.of("add", "settings", "log null"), opened);
        robot.push(KeyCode.TAB);
        for (int i = 0; i < 40 && !focused().equals("Pause"); i++) {
            robot.push(KeyCode.TAB);
        }
        robot.push(KeyCode.SPACE);
        assertEquals(List.of("reconnect device-1", "pause device-1"), control.asked);
    }

    private String focused() {
        return stage.getScene().getFocusOwner() instanceof Labeled l ? l.getText() : "";
    }

    @Test
    @DisplayName("everything that takes the focus has a name that can be read aloud")
    void accessible() {
        control.say(Samples.needsUser("office", 2003));
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals(List.of(), Names.missing(stage.getScene()));
    }

    @Test
    @DisplayName("a config whose tunnels run elsewhere is not called empty")
    void elsewhere(FxRobot robot) {
        robot.interact(() -> window.configured("", 3));
        verifyThat("No tunnel here", isVisible());
        verifyThat("Set up the first tunnel", Matchers.not(isVisible()));
    }

    @Test
    @DisplayName("a wrong config is told in few lines, and is no reason to set up a first tunnel")
    void wrong(FxRobot robot) {
        String problems = "a\n".repeat(60);
        robot.interact(() -> window.configured(problems, 0));
        verifyThat(
                ".notice",
                hasText(
                        "The config is wrong, and nothing of it is in force:\na\na\na\na\na\n"
                                + "and 55 more; tunnelfun check tells all"));
        verifyThat("Set up the first tunnel", Matchers.not(isVisible()));
        robot.interact(() -> window.configured("b", 2));
        verifyThat(".notice", hasText("The config is wrong, and the old one stays in force:\nb"));
        robot.interact(() -> window.configured("", 0));
        verifyThat(".notice", Matchers.not(isVisible()));
        verifyThat("Set up the first tunnel", isVisible());
    }

    @Test
    @DisplayName("without a tunnel the window leads to the guide")
    void empty(FxRobot robot) throws Exception {
        shoot(robot, "window-empty");
        robot.clickOn("Set up the first tunnel");
        assertEquals(List.of("guide"), opened);
    }

    @Test
    @DisplayName("pause and reconnect reach the engine, and a paused tunnel offers to connect")
    void actions(FxRobot robot) {
        control.say(Samples.up("nas", 2001));
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("Reconnect").clickOn("Pause");
        control.say(Samples.off("nas", 2001));
        WaitForAsyncUtils.waitForFxEvents();
        robot.clickOn("Connect");
        assertEquals(List.of("reconnect nas", "pause nas", "resume nas"), control.asked);
    }

    @Test
    @DisplayName("news leave the selection where it is; a tunnel shown from outside is found again")
    void selection(FxRobot robot) {
        control.say(Samples.up("nas", 2001), Samples.up("pi", 2002));
        WaitForAsyncUtils.waitForFxEvents();
        ListView<TunnelRow> list = robot.lookup("#tunnels").queryListView();
        robot.interact(() -> list.getSelectionModel().select(1));
        control.say(Samples.waiting("nas", 2001), Samples.waiting("pi", 2002));
        WaitForAsyncUtils.waitForFxEvents();
        assertEquals("pi", list.getSelectionModel().getSelectedItem().name());
        TextField search =
                robot.lookup((TextField f) -> "Search".equals(f.getPromptText())).query();
        robot.interact(() -> search.setText("pi"));
        robot.interact(() -> window.show("nas"));
        assertEquals("nas", list.getSelectionModel().getSelectedItem().name());
        assertEquals("", search.getText());
    }

    @Test
    @DisplayName("tunnels whose keeper goes and comes back go on with what happened before")
    void comeBack(FxRobot robot) {
        control.say(Samples.waiting("nas", 2001));
        WaitForAsyncUtils.waitForFxEvents();
        Instant gone = time.wall();
        control.say();
        WaitForAsyncUtils.waitForFxEvents();
        time.set(gone.plusSeconds(600));
        control.say(Samples.up("nas", 2001));
        WaitForAsyncUtils.waitForFxEvents();
        History history = rows.find("nas").history();
        assertEquals(2, history.events().size());
        assertEquals(2, history.spans().size());
        assertEquals(gone, history.spans().get(0).until(), "nobody knows of the time between");
    }

    @Test
    @DisplayName("a failure says what to do")
    void advice(FxRobot robot) {
        control.say(Samples.needsUser("office", 2003));
        WaitForAsyncUtils.waitForFxEvents();
        verifyThat("What to do", isVisible());
        verifyThat(".headline", hasText("Needs you"));
        verifyThat(".reason", hasText("T" + Samples.CHANGED_KEY.substring(1)));
    }

    @Test
    @DisplayName("the details tell addresses and algorithms of a session, and of none without one")
    void details(FxRobot robot) {
        control.say(Samples.up("nas", 2001));
        WaitForAsyncUtils.waitForFxEvents();
        String text = told(robot);
        assertTrue(text.contains("\nConnected: 192.168.1.7:52344 → 203.0.113.9:22\n"), text);
        assertTrue(
                text.contains(
                        "\nEncrypted: chacha20-poly1305@openssh.com, keys by"
                                + " sntrup761x25519-sha512@openssh.com\n"),
                text);
        control.say(Samples.off("nas", 2001));
        WaitForAsyncUtils.waitForFxEvents();
        assertTrue(told(robot).startsWith("Server: not connected\nLogins"), told(robot));
    }

    private static String told(FxRobot robot) {
        return robot.lookup((Label l) -> l.getText().startsWith("Server: "))
                .queryAs(Label.class)
                .getText();
    }
}
