package org.tunnelfun.desktop.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** The lower edge of a form: what is wrong or was done, and the buttons. */
final class Footer extends HBox {

    private final Label message = new Label();

    Footer(Button... buttons) {
        super(8);
        message.setWrapText(true);
        message.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(message, Priority.ALWAYS);
        getChildren().add(message);
        getChildren().addAll(buttons);
        for (Button button : buttons) {
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("bar");
        setStyle("-fx-border-color: -color-border-default transparent transparent transparent;");
    }

    void bad(String text) {
        say(text, "bad");
    }

    void good(String text) {
        say(text, "good");
    }

    private void say(String text, String style) {
        message.getStyleClass().removeAll("bad", "good");
        message.getStyleClass().add(style);
        message.setText(text);
    }
}
