package org.tunnelfun.desktop.ui;

import java.time.Instant;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** What happened, newest first. */
final class HappenedView extends VBox {

    /** More do not help at a glance; the log has them. */
    private static final int MOST = 12;

    private List<History.Event> shown = List.of();

    HappenedView() {
        super(4);
    }

    void show(TunnelRow row, Instant now) {
        List<History.Event> events = row.history().events().stream().limit(MOST).toList();
        // Rebuilding what did not change would throw a reader's selection away each second.
        if (events.equals(shown)) {
            return;
        }
        shown = events;
        getChildren().clear();
        events.forEach(event -> getChildren().add(line(event, now)));
    }

    private static HBox line(History.Event event, Instant now) {
        Label time = new Label(Clock.recent(event.at(), now));
        time.getStyleClass().addAll("text-muted", "time");
        time.setMinWidth(Region.USE_PREF_SIZE);
        time.setPrefWidth(96);
        StateIcon icon = new StateIcon(12, false);
        // The words stand lower in their line than the icon would.
        icon.setTranslateY(4);
        icon.show(event.look());
        Label sentence = new Label(event.sentence());
        sentence.setWrapText(true);
        sentence.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(sentence, Priority.ALWAYS);
        return new HBox(8, time, icon, sentence);
    }
}
