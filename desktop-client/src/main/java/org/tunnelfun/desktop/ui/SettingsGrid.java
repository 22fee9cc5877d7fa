package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.Setting;
import org.tunnelfun.desktop.config.Settings;

/** The fields of {@code retry} and {@code staleness}, each with unit, range, default and reset. */
final class SettingsGrid extends VBox {

    private final SettingsModel model;
    private final Runnable changed;
    private final Label noticed = new Label();
    private final Label tried = new Label();
    private final List<Runnable> refreshers = new ArrayList<>();

    /**
     * @param changed runs after each change of a field
     */
    SettingsGrid(SettingsModel model, Runnable changed) {
        super(12);
        this.model = model;
        this.changed = changed;
        getChildren()
                .addAll(
                        title("Staleness", "When silence becomes suspicious."),
                        grid(Settings.STALENESS),
                        sentence(noticed),
                        title("Retry", "How attempts are repeated."),
                        grid(Settings.RETRY),
                        sentence(tried));
        refresh();
    }

    private static Node title(String text, String hint) {
        Label title = new Label(text);
        title.getStyleClass().add("title-4");
        return new VBox(2, title, Words.hint(hint));
    }

    private static Node sentence(Label label) {
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setMaxWidth(Double.MAX_VALUE);
        label.getStyleClass().add("derived");
        return label;
    }

    private GridPane grid(List<Setting> settings) {
        GridPane grid = new GridPane();
        grid.setHgap(12);
        grid.setVgap(10);
        for (int row = 0; row < settings.size(); row++) {
            add(grid, row, settings.get(row));
        }
        return grid;
    }

    private void add(GridPane grid, int row, Setting s) {
        Label label = new Label(s.label());
        label.setMinWidth(Region.USE_PREF_SIZE);
        Control field = s.kind() == Setting.Kind.CHOICE ? choice(s) : text(s);
        field.setId(s.key());
        field.setAccessibleText(s.label() + ", " + s.range());
        field.setTooltip(new Tooltip(s.key() + ", " + s.range()));
        label.setLabelFor(field);
        Button reset = new Button("Reset");
        reset.getStyleClass().addAll("flat", "small");
        reset.setAccessibleText("Reset " + s.label() + " to " + model.inheritedText(s));
        reset.setOnAction(
                e -> {
                    model.reset(s);
                    show(field, model.text(s));
                    refresh();
                });
        Label unit = new Label(s.kind().unit());
        unit.setMinWidth(16);
        Label byDefault = Words.hint(bounds(s));
        byDefault.setMinWidth(Region.USE_PREF_SIZE);
        HBox line = new HBox(8, field, unit, byDefault, reset);
        line.setAlignment(Pos.CENTER_LEFT);
        Label problem = Words.bad("");
        VBox cell = new VBox(2, line, Words.hint(s.help()), problem);
        GridPane.setHgrow(cell, Priority.ALWAYS);
        GridPane.setValignment(label, VPos.TOP);
        label.setTranslateY(8);
        grid.add(label, 0, row);
        grid.add(cell, 1, row);
        refreshers.add(
                () -> {
                    reset.setVisible(model.isChanged(s));
                    Marks.problem(field, problem, model.problem(s).orElse(""));
                });
    }

    /** {@code 1-3600 s, default 5}; the choices of a box show themselves. */
    private String bounds(Setting s) {
        return switch (s.kind()) {
            case TEXT -> "";
            case CHOICE -> "default " + model.inheritedText(s);
            default -> s.range() + ", default " + model.inheritedText(s);
        };
    }

    private Control text(Setting s) {
        TextField field = new TextField(model.text(s));
        if (s.kind() == Setting.Kind.TEXT) {
            HBox.setHgrow(field, Priority.ALWAYS);
        } else {
            field.setPrefColumnCount(5);
            field.setMinWidth(70);
        }
        field.textProperty().addListener((o, was, is) -> typed(s, is));
        return field;
    }

    private Control choice(Setting s) {
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(s.choices());
        box.setValue(model.text(s));
        box.valueProperty().addListener((o, was, is) -> typed(s, is));
        return box;
    }

    @SuppressWarnings("unchecked") // choice() above makes no other combo boxes
    private static void show(Control field, String text) {
        if (field instanceof TextField t) {
            t.setText(text);
        } else {
            ((ComboBox<String>) field).setValue(text);
        }
    }

    private void typed(Setting s, String text) {
        model.type(s, text);
        refresh();
        changed.run();
    }

    private void refresh() {
        refreshers.forEach(Runnable::run);
        noticed.setText(model.stalenessSentence());
        tried.setText(model.retrySentence());
        for (Label l : List.of(noticed, tried)) {
            Marks.shown(l, !l.getText().isEmpty());
        }
    }
}
