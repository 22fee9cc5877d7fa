package org.tunnelfun.desktop.ui;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;
import javafx.scene.shape.SVGPath;
import javafx.scene.text.TextAlignment;

/** The timeline of proven, unproven and down, and under it the round trips of the same time. */
final class Plots extends VBox {

    private static final double HEIGHT = 36;

    private final Map<History.Level, SVGPath> bars = new EnumMap<>(History.Level.class);
    private final SVGPath line = new SVGPath();
    private final Pane timeline = plot();
    private final Pane roundTrips = plot();
    private final Label share = new Label();
    private final Label numbers = new Label();
    private final ToggleButton hour = new ToggleButton("1 h");
    private final ToggleButton day = new ToggleButton("24 h");
    private final Tooltip tip = new Tooltip();
    private History history;
    private Instant now;

    Plots() {
        super(6);
        for (History.Level level : List.of(History.Level.values())) {
            SVGPath path = new SVGPath();
            path.getStyleClass().add("bar-" + level.name().toLowerCase(java.util.Locale.ROOT));
            bars.put(level, path);
            timeline.getChildren().add(path);
        }
        line.getStyleClass().add("rtt-line");
        roundTrips.getChildren().add(line);
        ToggleGroup reach = new ToggleGroup();
        reach.getToggles().addAll(hour, day);
        hour.setSelected(true);
        hour.setAccessibleText("Show the last hour");
        day.setAccessibleText("Show the last 24 hours");
        for (Region fixed : List.of(hour, day)) {
            fixed.setMinWidth(Region.USE_PREF_SIZE);
        }
        hour.getStyleClass().addAll("small", "left-pill");
        day.getStyleClass().addAll("small", "right-pill");
        reach.selectedToggleProperty()
                .addListener(
                        (o, was, is) -> {
                            // One of the two always holds.
                            if (is == null) {
                                was.setSelected(true);
                            }
                            draw();
                        });
        share.setMinWidth(Region.USE_PREF_SIZE);
        share.getStyleClass().add("plot-number");
        numbers.getStyleClass().add("plot-number");
        numbers.setWrapText(true);
        numbers.setMinHeight(Region.USE_PREF_SIZE);
        numbers.setTextAlignment(TextAlignment.RIGHT);
        HBox roundTrip = heading("Round trip", numbers);
        setMargin(roundTrip, new Insets(6, 0, 0, 0));
        getChildren()
                .addAll(
                        heading("Availability", share, new HBox(hour, day)),
                        timeline,
                        roundTrip,
                        roundTrips);
        Tooltip.install(timeline, tip);
        tip.setShowDelay(javafx.util.Duration.millis(150));
        timeline.addEventHandler(MouseEvent.MOUSE_MOVED, e -> tip.setText(told(e.getX())));
        timeline.widthProperty().addListener(o -> draw());
    }

    private static Pane plot() {
        Pane pane = new Pane();
        pane.getStyleClass().add("plot");
        pane.setMinSize(0, HEIGHT);
        pane.setPrefHeight(HEIGHT);
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(pane.widthProperty());
        clip.heightProperty().bind(pane.heightProperty());
        pane.setClip(clip);
        return pane;
    }

    private static HBox heading(String text, Region... rest) {
        Label label = new Label(text);
        label.getStyleClass().add("section");
        label.setMinWidth(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox heading = new HBox(12, label, gap);
        heading.getChildren().addAll(rest);
        heading.setAlignment(Pos.CENTER_LEFT);
        return heading;
    }

    void show(History next, Instant at) {
        history = next;
        now = at;
        draw();
    }

    private Instant from() {
        return now.minus(day.isSelected() ? History.REACH : Duration.ofHours(1));
    }

    private void draw() {
        double width = timeline.getWidth();
        if (history == null || width < 1) {
            return;
        }
        List<History.Level> levels =
                Bars.levels(history.spans(), from(), now, Math.max(1, (int) (width / 3)));
        bars.forEach((level, path) -> path.setContent(Bars.path(levels, level, width, HEIGHT)));
        line.setContent(Bars.line(history.samples(), from(), now, width, HEIGHT));
        share.setText(
                history.provenShare(from(), now)
                        .map(s -> Report.percent(s) + " proven")
                        .orElse("nothing known yet"));
        numbers.setText(numbers());
        timeline.setAccessibleText("Availability: " + share.getText());
        roundTrips.setAccessibleText("Round trip: " + numbers.getText());
    }

    private String numbers() {
        List<History.Sample> samples = history.samples();
        if (samples.isEmpty()) {
            return Wording.NOTHING;
        }
        return Wording.roundTrip(samples.get(samples.size() - 1).rtt())
                + " now · "
                + number(history.quantile(0.5).orElseThrow())
                + " median · "
                + number(history.quantile(0.99).orElseThrow())
                + " p99";
    }

    /** One unit is enough for a line. */
    private static String number(Duration rtt) {
        return Wording.roundTrip(rtt).replace(" ms", "");
    }

    private String told(double x) {
        if (history == null) {
            return "";
        }
        Optional<History.Span> span =
                Bars.at(history.spans(), from(), now, x / Math.max(1, timeline.getWidth()));
        return span.map(s -> Clock.fromTo(s.from(), s.end(now)) + "  " + word(s)).orElse("unknown");
    }

    private static String word(History.Span span) {
        String word =
                switch (span.level()) {
                    case PROVEN -> "proven";
                    case UNPROVEN -> "up, unproven";
                    case DOWN -> "down";
                    case OFF -> "off";
                };
        return span.reason().isEmpty() ? word : word + ": " + span.reason();
    }
}
