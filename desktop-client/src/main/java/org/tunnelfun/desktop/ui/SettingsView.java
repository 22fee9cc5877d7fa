package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.ConfigException;

/** The settings for all tunnels, and those of this screen. */
final class SettingsView extends BorderPane implements Unsaved {

    private final Book book;
    private final Preferences preferences;
    private final Theme theme;
    private final Outside outside;
    private final Button save = new Button("Save");
    private final Footer footer = new Footer(save);
    private final Tab engine = new Tab("Retry and staleness");
    private final Runnable foreign = this::changedOutside;
    private ClientConfig base;
    private SettingsModel model;
    private boolean dirty;

    SettingsView(Book book, Preferences preferences, Theme theme, Outside outside) {
        this.book = book;
        this.preferences = preferences;
        this.theme = theme;
        this.outside = outside;
        save.getStyleClass().add("accent");
        save.setDefaultButton(true);
        save.setOnAction(e -> save());
        Tab general = new Tab("General", Page.scrolled(general()));
        TabPane tabs = new TabPane(engine, general);
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        setCenter(tabs);
        setBottom(footer);
        load();
        book.follow(foreign);
    }

    private void load() {
        ClientConfig config = book.current();
        base = config;
        model = new SettingsModel(Map.of(), config.retry(), config.staleness());
        engine.setContent(Page.scrolled(new SettingsGrid(model, this::changed)));
        dirty = false;
        save.setDisable(true);
        book.problem().ifPresent(footer::bad);
    }

    private void changed() {
        dirty = true;
        String problem = model.problem().orElse("");
        save.setDisable(!problem.isEmpty());
        footer.bad(problem);
    }

    private void changedOutside() {
        if (dirty && book.takes(base)) {
            return;
        }
        if (dirty) {
            footer.bad("The file was changed outside. Saving will be refused; reopen to see it.");
        } else {
            load();
        }
    }

    @Override
    public boolean save() {
        try {
            dirty = false;
            book.save(
                    base,
                    new ClientConfig(
                            base.servers(), base.entries(), model.retry(), model.staleness()));
            footer.good("Saved. Tunnels that changed start anew.");
            return true;
        } catch (ConfigException | IOException | IllegalArgumentException e) {
            dirty = true;
            footer.bad(e.getMessage());
            return false;
        }
    }

    @Override
    public boolean isUnsaved() {
        return dirty;
    }

    @Override
    public void closed() {
        book.unfollow(foreign);
    }

    private VBox general() {
        CheckBox login = new CheckBox("Start when I log in");
        login.setSelected(outside.startsAtLogin());
        login.setOnAction(e -> footer.bad(outside.startAtLogin(login.isSelected())));
        CheckBox notify = new CheckBox("Tell me when a tunnel is down for long, back, or needs me");
        notify.setWrapText(true);
        notify.setSelected(preferences.notifications());
        notify.setOnAction(e -> preferences.notifications(notify.isSelected()));
        ComboBox<Theme.Choice> look = new ComboBox<>();
        look.getItems().setAll(Theme.Choice.values());
        look.setValue(preferences.theme());
        look.setOnAction(
                e -> {
                    preferences.theme(look.getValue());
                    theme.choose(look.getValue());
                });
        ComboBox<String> level = new ComboBox<>();
        level.getItems().setAll("info", "debug");
        level.setValue(preferences.logLevel());
        level.setOnAction(
                e -> {
                    preferences.logLevel(level.getValue());
                    outside.logLevel(level.getValue());
                });
        Label where = new Label("The config is " + book.path());
        where.getStyleClass().add("hint");
        where.setWrapText(true);
        return new VBox(
                16, login, notify, labelled("Theme", look), labelled("Log level", level), where);
    }

    private static HBox labelled(String text, ComboBox<?> box) {
        Label label = new Label(text);
        label.setLabelFor(box);
        label.setMinWidth(90);
        HBox line = new HBox(12, label, box);
        line.setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        return line;
    }
}
