package org.tunnelfun.desktop.ui;

import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Accordion;
import javafx.scene.control.Button;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;

/** One step of the guide: a pane that opens, with a check once it is done. */
final class GuideStep extends TitledPane {

    private final BooleanSupplier done;
    private final Button button = new Button("Next");
    private final StateIcon check = new StateIcon(16);

    /**
     * @param done whether what this step wants is there
     * @param next runs by the button at its end; null: no button
     */
    GuideStep(String title, BooleanSupplier done, Runnable next, Node... content) {
        this.done = done;
        VBox box = new VBox(12, content);
        if (next != null) {
            button.setOnAction(e -> next.run());
            // Enter goes on from the open step only.
            button.defaultButtonProperty().bind(expandedProperty());
            box.getChildren().add(button);
        }
        setText(title);
        setContent(box);
        setGraphic(check);
        setAnimated(false);
        refresh();
    }

    /** What this step wants is there: whoever is in it by the keyboard goes on from here. */
    void goOn() {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        while (owner != null && owner != this) {
            owner = owner.getParent();
        }
        if (owner == this) {
            button.requestFocus();
        }
    }

    void refresh() {
        check.show(done.getAsBoolean() ? Look.UP : Look.OFF);
        setAccessibleText(getText() + (done.getAsBoolean() ? ", done" : ", open"));
    }

    /** Opens it in its accordion, where it can be seen and the keyboard goes on. */
    void open() {
        ((Accordion) getParent()).setExpandedPane(this);
        Page.focusFirst((Parent) getContent());
        Page.reveal(this);
    }
}
