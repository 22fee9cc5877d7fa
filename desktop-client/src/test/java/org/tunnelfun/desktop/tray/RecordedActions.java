package org.tunnelfun.desktop.tray;

import java.util.ArrayList;
import java.util.List;

/** Remembers what the menu asked for. */
final class RecordedActions implements TrayActions {

    final List<String> done = new ArrayList<>();

    @Override
    public void open() {
        done.add("open");
    }

    @Override
    public void why(String tunnel) {
        done.add("why " + tunnel);
    }

    @Override
    public void connect(String tunnel) {
        done.add("connect " + tunnel);
    }

    @Override
    public void pause(String tunnel) {
        done.add("pause " + tunnel);
    }

    @Override
    public void connectAll() {
        done.add("connect all");
    }

    @Override
    public void reconnect(String tunnel) {
        done.add("reconnect " + tunnel);
    }

    @Override
    public void copyCommand(String tunnel) {
        done.add("copy " + tunnel);
    }

    @Override
    public void settings() {
        done.add("settings");
    }

    @Override
    public void quit() {
        done.add("quit");
    }
}
