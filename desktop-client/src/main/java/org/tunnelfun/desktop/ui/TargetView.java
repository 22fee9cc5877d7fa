package org.tunnelfun.desktop.ui;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.Forward;

/** Tries whether the target of a forward answers on this device. */
final class TargetView extends VBox {

    private final Outside outside;
    private final Executor screen;
    private final Supplier<Forward> forward;
    private final Runnable changed;
    private final VBox shown = new VBox(6);
    private boolean found;

    /** Of looks and of changes after them: an answer about what was tried before comes late. */
    private int turn;

    /**
     * @param forward what is tried; may throw {@link IllegalArgumentException}, and nothing is
     *     tried then
     * @param changed runs when it is known whether the target answers
     */
    TargetView(Outside outside, Executor screen, Supplier<Forward> forward, Runnable changed) {
        super(8);
        this.outside = outside;
        this.screen = screen;
        this.forward = forward;
        this.changed = changed;
        Button again = new Button("Look for the target");
        again.setOnAction(e -> look());
        getChildren().addAll(again, shown);
    }

    /** Whether the target answered the last time. */
    boolean isFound() {
        return found;
    }

    /** What was tried is not what stands there now. */
    void forget() {
        turn++;
        found = false;
        shown.getChildren().clear();
    }

    void look() {
        forget();
        Forward tried;
        try {
            tried = forward.get();
        } catch (IllegalArgumentException unfinished) {
            // What is wrong stands under its field.
            return;
        }
        int mine = turn;
        outside.target(tried, step -> screen.execute(() -> tell(mine, step)));
    }

    private void tell(int answered, Outside.Step step) {
        if (answered != turn) {
            return;
        }
        found = step.look() == Look.UP;
        shown.getChildren().setAll(TestView.lines(step));
        changed.run();
    }
}
