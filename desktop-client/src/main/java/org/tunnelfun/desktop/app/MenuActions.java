package org.tunnelfun.desktop.app;

import org.tunnelfun.desktop.tray.TrayActions;

/** What the tray's menu asks for: steering goes to the engine, everything seen to the screen. */
record MenuActions(DesktopApp app) implements TrayActions {

    @Override
    public void open() {
        app.screen().execute(() -> app.desk().window().show());
    }

    @Override
    public void why(String tunnel) {
        app.screen().execute(() -> app.desk().window().show(tunnel));
    }

    @Override
    public void connect(String tunnel) {
        app.control().resume(tunnel);
    }

    @Override
    public void pause(String tunnel) {
        app.control().pause(tunnel);
    }

    @Override
    public void connectAll() {
        app.control().resume(null);
    }

    @Override
    public void reconnect(String tunnel) {
        app.control().reconnect(tunnel);
    }

    @Override
    public void copyCommand(String tunnel) {
        app.screen().execute(() -> app.desk().copyCommand(tunnel));
    }

    @Override
    public void settings() {
        app.screen().execute(() -> app.desk().settings());
    }

    @Override
    public void quit() {
        app.screen().execute(app::quit);
    }
}
