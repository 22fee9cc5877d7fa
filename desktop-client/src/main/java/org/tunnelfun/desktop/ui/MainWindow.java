package org.tunnelfun.desktop.ui;

import java.util.List;
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

    /** Lines of what is wrong with the config; more would leave no room for the tunnels. */
    private static final int MOST_LINES = 5;

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

    /**
     * Says how it is with the config.
     *
     * @param wrong what is wrong with the file, a line for each, told before anything else; empty:
     *     nothing
     * @param tunnels how many the config has that was read last; none where none could be read
     */
    void configured(String wrong, int tunnels) {
        problem =
                wrong.isEmpty()
                        ? ""
                        : (tunnels == 0
                                        ? "The config is wrong, and nothing of it is in force:\n"
                                        : "The config is wrong, and the old one stays in force:\n")
                                + few(wrong.lines().toList());
        tell();
        view.configured(tunnels, wrong.isEmpty());
    }

    private static String few(List<String> lines) {
        String first = String.join("\n", lines.subList(0, Math.min(MOST_LINES, lines.size())));
        int more = lines.size() - MOST_LINES;
        return more <= 0 ? first : first + "\nand " + more + " more; tunnelfun check tells all";
    }

    private void tell() {
        view.notice(
                problem.isEmpty()
                        ? notices.values().stream()
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining("\n"))
                        : problem);
    }
}
