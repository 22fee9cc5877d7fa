package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javafx.beans.property.StringProperty;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Two columns of labels and fields; what is wrong with a field stands under it as one types. */
final class Form extends GridPane {

    private final Runnable changed;
    private final List<Runnable> checks = new ArrayList<>();

    /**
     * @param changed runs after each change of a field
     */
    Form(Runnable changed) {
        this.changed = changed;
        setHgap(12);
        setVgap(10);
        ColumnConstraints labels = new ColumnConstraints();
        labels.setMinWidth(100);
        ColumnConstraints fields = new ColumnConstraints();
        fields.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(labels, fields);
    }

    /** A line of text. An untouched empty field is not blamed: nobody typed anything wrong. */
    TextField field(
            String label,
            StringProperty value,
            String prompt,
            String hint,
            Supplier<String> problem,
            Node... beside) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(value);
        field.setPromptText(prompt);
        Label wrong = Words.bad("");
        Marks.shown(wrong, false);
        checks.add(
                () -> {
                    boolean untouched = field.getText().isEmpty() && !field.isFocused();
                    Marks.problem(field, wrong, untouched ? "" : problem.get());
                });
        javafx.scene.layout.HBox line = new javafx.scene.layout.HBox(8, field);
        javafx.scene.layout.HBox.setHgrow(field, Priority.ALWAYS);
        line.getChildren().addAll(beside);
        VBox cell = new VBox(2, line);
        if (!hint.isEmpty()) {
            cell.getChildren().add(Words.hint(hint));
        }
        cell.getChildren().add(wrong);
        add(label, field, cell);
        field.textProperty().addListener(o -> typed());
        return field;
    }

    /** Any other control. */
    void add(String label, Node control, Node cell) {
        Label text = new Label(label);
        text.setLabelFor(control);
        text.setMinWidth(Region.USE_PREF_SIZE);
        // As high as the text inside the control.
        text.setTranslateY(control instanceof CheckBox ? 0 : 8);
        setValignment(text, VPos.TOP);
        control.setAccessibleText(label);
        addRow(getRowCount(), text, cell);
    }

    private void typed() {
        check();
        changed.run();
    }

    /** Says under each field what is wrong with it. */
    void check() {
        checks.forEach(Runnable::run);
    }
}
