package org.tunnelfun.desktop.ui;

import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.control.Accordion;
import javafx.scene.control.Button;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;

/** One step of the guide: a pane that opens, with a check once it is done. */
final class GuideStep extends TitledPane {

    private final BooleanSupplier done;
    private final StateIcon check = new StateIcon(16);

    /**
     * @param done whether what this step wants is there
     * @param next runs by the button at its end; null: no button
     */
    GuideStep(String title, BooleanSupplier done, Runnable next, Node... content) {
        this.done = done;
        VBox box = new VBox(12, content);
        if (next != null) {
            Button button = new Button("Next");
            button.setOnAction(e -> next.run());
            box.getChildren().add(button);
        }
        setText(title);
        setContent(box);
        setGraphic(check);
        setAnimated(false);
        refresh();
    }

    void refresh() {
        check.show(done.getAsBoolean() ? Look.UP : Look.OFF);
        setAccessibleText(getText() + (done.getAsBoolean() ? ", done" : ", open"));
    }

    /** Opens it in its accordion. */
    void open() {
        ((Accordion) getParent()).setExpandedPane(this);
    }
}
