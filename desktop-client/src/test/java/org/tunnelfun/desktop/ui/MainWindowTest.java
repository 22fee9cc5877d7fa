package org.tunnelfun.desktop.ui;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.testfx.api.FxAssert.verifyThat;
import static org.testfx.matcher.control.LabeledMatchers.hasText;
import static org.testfx.util.NodeQueryUtils.isVisible;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

@ExtendWith(ApplicationExtension.class)
class MainWindowTest {

    private final FakeControl control = new FakeControl();
    private final HandTime time = new HandTime();
    private final List<String> opened = new ArrayList<>();
    private Stage stage;
    private Theme theme;

    @Start
    void start(Stage primary) {
        stage = primary;
        TunnelRows rows = new TunnelRows(control, time, java.util.Map.of(), Platform::runLater);
        theme =
                new Theme(
                        new PrimerLight().getUserAgentStylesheet(),
                        new PrimerDark().getUserAgentStylesheet());
        theme.choose(Theme.Choice.LIGHT);
        new MainWindow(stage, theme, rows, control, time, "1.0", new RecordedScreens(opened))
                .show();
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
                            ? Samples.waiting("nas", 2001)
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
        shoot(robot, "window-light");
        robot.interact(() -> theme.choose(Theme.Choice.DARK));
        shoot(robot, "window-dark");
        robot.interact(
                () -> {
                    theme.choose(Theme.Choice.LIGHT);
                    stage.setWidth(640);
                    stage.setHeight(480);
                });
        robot.clickOn("office");
        shoot(robot, "window-640x480-needs-you");
    }

    private void shoot(FxRobot robot, String name) throws Exception {
        WaitForAsyncUtils.waitForFxEvents();
        WaitForAsyncUtils.asyncFx(() -> Screenshot.take(stage.getScene(), name)).get();
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
    @DisplayName("a failure says what to do")
    void advice(FxRobot robot) {
        control.say(Samples.needsUser("office", 2003));
        WaitForAsyncUtils.waitForFxEvents();
        verifyThat("What to do", isVisible());
        verifyThat(".headline", hasText("Needs you"));
    }
}
