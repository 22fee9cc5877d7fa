package org.tunnelfun.desktop.ui;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.SVGPath;
import javafx.scene.transform.Scale;
import javafx.stage.Window;
import javafx.util.Duration;

/** Draws a {@link Look}; the ring with a gap turns while it can be seen. */
final class StateIcon extends StackPane {

    /** Eight steps a second look like turning and cost next to nothing without a graphics card. */
    private static final Duration STEP = Duration.millis(125);

    private final SVGPath path = new SVGPath();
    private final Timeline turning =
            new Timeline(new KeyFrame(STEP, e -> path.setRotate((path.getRotate() + 30) % 360)));

    /** False also while the window is hidden: then nothing turns and nothing is drawn. */
    private final ObservableValue<Boolean> seen =
            sceneProperty()
                    .flatMap(Scene::windowProperty)
                    .flatMap(Window::showingProperty)
                    .orElse(false);

    private final boolean turns;
    private Look look;

    /** One of those that turn. */
    StateIcon(double size) {
        this(size, true);
    }

    /**
     * @param size edge in pixels of the screen's scale
     * @param turns whether it stands for now; what is past stands still
     */
    StateIcon(double size, boolean turns) {
        this.turns = turns;
        path.setFillRule(FillRule.EVEN_ODD);
        path.getTransforms().add(new Scale(size / 16, size / 16, 8, 8));
        getStyleClass().add("state-icon");
        setMinSize(size, size);
        setPrefSize(size, size);
        setMaxSize(size, size);
        getChildren().add(path);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        turning.setCycleCount(Animation.INDEFINITE);
        seen.addListener((o, was, is) -> turnIfSeen());
    }

    void show(Look next) {
        if (next == look) {
            return;
        }
        if (look != null) {
            path.getStyleClass().remove("look-" + Shapes.styleClass(look));
        }
        look = next;
        path.setContent(Shapes.path(look));
        path.getStyleClass().add("look-" + Shapes.styleClass(look));
        path.setRotate(0);
        turnIfSeen();
    }

    private void turnIfSeen() {
        if (turns && look == Look.WORKING && seen.getValue()) {
            turning.play();
        } else {
            turning.stop();
        }
    }
}
