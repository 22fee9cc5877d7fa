package org.tunnelfun.desktop.ui;

import java.time.Instant;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.stage.Window;
import javafx.util.Duration;
import org.tunnelfun.desktop.engine.Time;

/** Now, once a second, while a window can be seen; a hidden window costs nothing. */
final class Ticker {

    private final ReadOnlyObjectWrapper<Instant> now;
    private final Timeline timeline;
    private final Time time;
    private boolean paused;

    Ticker(Time time) {
        this.time = time;
        now = new ReadOnlyObjectWrapper<>(time.wall());
        timeline = new Timeline(new KeyFrame(Duration.seconds(1), e -> now.set(time.wall())));
        timeline.setCycleCount(Animation.INDEFINITE);
    }

    /** Ticks while {@code window} shows. */
    void follow(Window window) {
        window.showingProperty().addListener((o, was, shows) -> run(shows));
        if (window.isShowing()) {
            run(true);
        }
    }

    /** Whether the window was hidden, so that nobody sees what a view would refresh. */
    boolean isPaused() {
        return paused;
    }

    private void run(boolean shows) {
        paused = !shows;
        if (shows) {
            now.set(time.wall());
            timeline.play();
        } else {
            timeline.stop();
        }
    }

    Instant now() {
        return now.get();
    }

    ReadOnlyObjectProperty<Instant> nowProperty() {
        return now.getReadOnlyProperty();
    }
}
