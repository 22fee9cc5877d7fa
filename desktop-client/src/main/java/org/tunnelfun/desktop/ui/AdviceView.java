package org.tunnelfun.desktop.ui;

import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** What to do about a failure that lasts; hidden without one. */
final class AdviceView extends VBox {

    private String shown = "";

    AdviceView() {
        super(4);
        getStyleClass().add("advice");
        Marks.shown(this, false);
    }

    void show(String advice) {
        // Rebuilding what did not change would throw a reader's selection away each second.
        if (advice.equals(shown)) {
            return;
        }
        shown = advice;
        Label title = new Label("What to do");
        title.getStyleClass().add("section");
        getChildren().setAll(title, CopyText.of(advice, "Copy what to do"));
        Marks.shown(this, !advice.isEmpty());
    }
}
