package org.tunnelfun.desktop.ui;

import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.TunnelControl;

/** What a person can want in the main window. */
final class WindowController {

    private final TunnelControl control;
    private final Time time;
    private final String version;
    private final Screens screens;

    WindowController(TunnelControl control, Time time, String version, Screens screens) {
        this.control = control;
        this.time = time;
        this.version = version;
        this.screens = screens;
    }

    void pauseOrResume(TunnelRow row) {
        if (row.isOff()) {
            control.resume(row.name());
        } else {
            control.pause(row.name());
        }
    }

    void reconnect(TunnelRow row) {
        control.reconnect(row.name());
    }

    String report(TunnelRow row) {
        return Report.of(row, time.wall(), version);
    }

    void edit(String tunnel) {
        screens.edit(tunnel);
    }

    void add() {
        screens.add();
    }

    void guide() {
        screens.guide();
    }

    void settings() {
        screens.settings();
    }

    void log(String tunnel) {
        screens.log(tunnel);
    }

    /** The other screens that the main window leads to. */
    interface Screens {
        /** Opens the editor of a tunnel and its server. */
        void edit(String tunnel);

        /** Opens the editor with a new tunnel. */
        void add();

        /** Opens the first-run guide. */
        void guide();

        /** Opens what can be taken over from {@code ~/.ssh/config}. */
        void imports();

        /** Opens the settings. */
        void settings();

        /** Opens the log, of one tunnel or (null) of all. */
        void log(String tunnel);
    }
}
