package org.tunnelfun.desktop.ui;

import javafx.scene.Scene;
import javafx.stage.Stage;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.TunnelControl;

/** The main window as a whole. */
public final class MainWindow {

    /** What still shows everything; smaller than any screen in use. */
    static final double LEAST_WIDTH = 480;

    static final double LEAST_HEIGHT = 360;

    private final Stage stage;
    private final WindowView view;
    private String notice = "";
    private String problem = "";

    MainWindow(
            Stage stage,
            Theme theme,
            TunnelRows rows,
            TunnelControl control,
            Time time,
            String version,
            WindowController.Screens screens) {
        this.stage = stage;
        Ticker ticker = new Ticker(time);
        view = new WindowView(rows, new WindowController(control, time, version, screens), ticker);
        stage.setTitle("Tunnelfun");
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setScene(theme.dress(new Scene(view, 960, 640)));
        view.installKeys();
        ticker.follow(stage);
    }

    /** Brings the window to the front, wherever it was. */
    public void show() {
        stage.setIconified(false);
        stage.show();
        stage.toFront();
    }

    /** Shows the window with this tunnel selected. */
    public void show(String tunnel) {
        view.select(tunnel);
        show();
    }

    /** Says something above the list for as long as it holds; empty: nothing. */
    public void notice(String text) {
        notice = text;
        tell();
    }

    /** Says what is wrong with the config, before anything else; empty: nothing. */
    public void problem(String text) {
        problem = text;
        tell();
    }

    private void tell() {
        view.notice(
                problem.isEmpty()
                        ? notice
                        : "The config is wrong, and the old one stays in force:\n" + problem);
    }
}
