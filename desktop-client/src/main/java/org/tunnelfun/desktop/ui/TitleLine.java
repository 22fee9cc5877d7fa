package org.tunnelfun.desktop.ui;

import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;

/**
 * A shape and a name, and at the right the buttons; where the name would be cut off, the buttons
 * stand below it, and it wraps.
 */
final class TitleLine extends Pane {

    private static final double GAP = 10;

    private final Region shape;
    private final Label name;
    private final HBox buttons;

    TitleLine(Region shape, Label name, Node... buttons) {
        this.shape = shape;
        this.name = name;
        this.buttons = new HBox(8, buttons);
        name.setWrapText(true);
        getChildren().addAll(shape, name, this.buttons);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        return left() + name.prefWidth(-1) + GAP + buttons.prefWidth(-1);
    }

    @Override
    protected double computeMinWidth(double height) {
        return left() + buttons.prefWidth(-1);
    }

    @Override
    protected double computePrefHeight(double width) {
        double high = Math.max(shape.prefHeight(-1), name.prefHeight(room(width)));
        double below = buttons.prefHeight(-1);
        return fits(width) ? Math.max(high, below) : high + GAP + below;
    }

    @Override
    protected void layoutChildren() {
        boolean fits = fits(getWidth());
        double below = buttons.prefHeight(-1);
        double high = fits ? getHeight() : getHeight() - GAP - below;
        double room = fits ? name.prefWidth(-1) : room(getWidth());
        shape.resizeRelocate(
                0, (high - shape.prefHeight(-1)) / 2, shape.prefWidth(-1), shape.prefHeight(-1));
        name.resizeRelocate(left(), 0, room, high);
        double wide = buttons.prefWidth(-1);
        buttons.resizeRelocate(
                getWidth() - wide, fits ? (high - below) / 2 : high + GAP, wide, below);
    }

    private boolean fits(double width) {
        return width < 0 || computePrefWidth(-1) <= width;
    }

    private double left() {
        return shape.prefWidth(-1) + GAP;
    }

    private double room(double width) {
        return width < 0 ? -1 : width - left();
    }
}
