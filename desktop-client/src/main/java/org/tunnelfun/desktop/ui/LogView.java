package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** What happened to all tunnels or to one, newest first. */
final class LogView extends BorderPane {

    private static final String ALL = "All tunnels";

    /** A line goes from left to right also where the tunnel's name does not. */
    private static final String LEFT_TO_RIGHT = "\u200e";

    private record Line(String tunnel, History.Event event) {
        @Override
        public String toString() {
            return Clock.dateTime(event.at()) + "  " + tunnel + "  " + event.sentence();
        }
    }

    private final TunnelRows rows;
    private final ComboBox<String> tunnel = new ComboBox<>();
    private final ListView<Line> lines = new ListView<>();

    LogView(TunnelRows rows, String selected) {
        this.rows = rows;
        tunnel.getItems().add(ALL);
        rows.all().forEach(row -> tunnel.getItems().add(row.name()));
        tunnel.setValue(selected == null ? ALL : selected);
        // A long name gives way, the button does not.
        tunnel.setMinWidth(0);
        tunnel.setAccessibleText("Which tunnel");
        tunnel.valueProperty().addListener(o -> refresh());
        Button copy = new Button("Copy");
        copy.setOnAction(
                e ->
                        CopyText.copyBy(
                                copy,
                                lines.getItems().stream()
                                        .map(Line::toString)
                                        .collect(Collectors.joining("\n", "", "\n"))));
        copy.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox bar = new HBox(8, tunnel, gap, copy);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("bar");
        setTop(bar);
        lines.setAccessibleText("What happened");
        lines.setPlaceholder(new Label("Nothing happened yet"));
        lines.getStyleClass().addAll("log", "edge-to-edge");
        lines.setCellFactory(l -> new Cell());
        setCenter(lines);
        refresh();
    }

    void refresh() {
        List<Line> all = new ArrayList<>();
        for (TunnelRow row : rows.all()) {
            if (tunnel.getValue().equals(ALL) || tunnel.getValue().equals(row.name())) {
                row.history().events().forEach(e -> all.add(new Line(row.name(), e)));
            }
        }
        all.sort(Comparator.comparing((Line l) -> l.event().at()).reversed());
        List<Line> shown = all.stream().limit(History.MOST).toList();
        if (!shown.equals(lines.getItems())) {
            lines.getItems().setAll(shown);
        }
    }

    private static final class Cell extends ListCell<Line> {
        @Override
        protected void updateItem(Line line, boolean empty) {
            super.updateItem(line, empty);
            setText(empty || line == null ? null : LEFT_TO_RIGHT + line);
            setWrapText(true);
            setPrefWidth(0);
        }
    }
}
