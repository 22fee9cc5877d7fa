package org.tunnelfun.desktop.ui;

import java.util.List;

/** Remembers which screens were asked for. */
record RecordedScreens(List<String> opened) implements WindowController.Screens {

    @Override
    public void edit(String tunnel) {
        opened.add("edit " + tunnel);
    }

    @Override
    public void add() {
        opened.add("add");
    }

    @Override
    public void guide() {
        opened.add("guide");
    }

    @Override
    public void imports() {
        opened.add("import");
    }

    @Override
    public void settings() {
        opened.add("settings");
    }

    @Override
    public void log(String tunnel) {
        opened.add("log " + tunnel);
    }
}
