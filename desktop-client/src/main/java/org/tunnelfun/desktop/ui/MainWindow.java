package org.tunnelfun.desktop.ui;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
    private final Map<String, String> notices = new TreeMap<>();
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
        stage.setScene(theme.dress(Page.fitting(view, 960, 640)));
        view.installKeys();
        ticker.follow(stage);
    }

    /** Brings the window to the front, wherever it was. */
    public void show() {
        stage.setIconified(false);
        if (!stage.isShowing()) {
            stage.show();
            view.focus();
        }
        stage.toFront();
    }

    /** Shows the window with this tunnel selected. */
    public void show(String tunnel) {
        view.select(tunnel);
        show();
    }

    /**
     * Says something above the list for as long as it holds.
     *
     * @param about takes the place of what was said about the same
     * @param text empty: nothing
     */
    public void notice(String about, String text) {
        notices.put(about, text);
        tell();
    }

    /** Says what is wrong with the config, before anything else; empty: nothing. */
    public void problem(String text) {
        problem = text;
        tell();
    }

    /** Says where no tunnel is shown whether the config has any. */
    void configured(int tunnels) {
        view.configured(tunnels);
    }

    private void tell() {
        view.notice(
                problem.isEmpty()
                        ? notices.values().stream()
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining("\n"))
                        : "The config is wrong, and the old one stays in force:\n" + problem);
    }
}
