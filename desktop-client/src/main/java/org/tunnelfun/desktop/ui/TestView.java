package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Tries every step of a tunnel and shows each as it is known. */
final class TestView extends VBox {

    private final Outside outside;
    private final Executor screen;
    private final Supplier<TunnelConfig> tunnel;
    private final Button start = new Button("Test every step");
    private final VBox steps = new VBox(6);
    private final Runnable ended;
    private boolean running;
    private boolean passed;
    private Node failed;

    /**
     * @param ended runs after each test
     * @param tunnel what is tested; may throw {@link IllegalArgumentException}, which is shown
     */
    TestView(Outside outside, Executor screen, Supplier<TunnelConfig> tunnel, Runnable ended) {
        super(10);
        this.outside = outside;
        this.screen = screen;
        this.tunnel = tunnel;
        this.ended = ended;
        start.setOnAction(e -> run());
        getChildren().addAll(start, steps);
    }

    private void run() {
        if (running) {
            return;
        }
        steps.getChildren().clear();
        failed = null;
        TunnelConfig tested;
        try {
            tested = tunnel.get();
        } catch (IllegalArgumentException e) {
            add(new Outside.Step("config", Look.NEEDS_YOU, e.getMessage(), ""));
            return;
        }
        // Not disabled: that would send the focus elsewhere.
        running = true;
        start.setText("Testing…");
        outside.test(
                tested,
                step -> screen.execute(() -> add(step)),
                ok -> screen.execute(() -> done(ok)));
    }

    /** What was tested is not what stands there now. */
    void forget() {
        passed = false;
    }

    /** Whether the last test went well all the way. */
    boolean isPassed() {
        return passed;
    }

    private void done(boolean ok) {
        passed = ok;
        running = false;
        start.setText(ok ? "Test again" : "Try again");
        ended.run();
        Page.reveal(failed == null ? this : failed);
    }

    private void add(Outside.Step step) {
        Node shown = new VBox(6, lines(step).toArray(new Node[0]));
        steps.getChildren().add(shown);
        if (failed == null && step.look() == Look.NEEDS_YOU) {
            failed = shown;
        }
        Page.reveal(shown);
    }

    /** A step's outcome, and what mends it. */
    static List<Node> lines(Outside.Step step) {
        StateIcon icon = new StateIcon(14);
        icon.setTranslateY(3);
        icon.show(step.look());
        Label text = new Label(Sentence.upperFirst(step.name()) + ": " + step.text());
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        HBox line = new HBox(8, icon, text);
        List<Node> lines = new ArrayList<>(List.of(line));
        for (Node advice : AdviceView.nodes(step.advice(), "What mends " + step.name())) {
            // Below the words, not below the icon.
            VBox.setMargin(advice, new Insets(0, 0, 0, 22));
            lines.add(advice);
        }
        return lines;
    }
}
