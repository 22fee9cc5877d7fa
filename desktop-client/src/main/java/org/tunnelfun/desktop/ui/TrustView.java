package org.tunnelfun.desktop.ui;

import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.HostKeyPrompt;

/** Shows the server's fingerprint before anything else is done there, and how to compare it. */
final class TrustView extends VBox {

    private final Outside outside;
    private final Executor screen;
    private final Supplier<TunnelConfig> tunnel;
    private final Runnable changed;
    private final Button show = new Button("Show the fingerprint");
    private final VBox shown = new VBox(12);
    private boolean looking;
    private boolean asked;
    private boolean trusted;

    /** Of looks and of changes after them: an answer about another server comes late. */
    private int turn;

    /**
     * @param tunnel whose server is looked at; may throw {@link IllegalArgumentException}, which is
     *     shown
     * @param changed runs when it is known whether the server is trusted
     */
    TrustView(Outside outside, Executor screen, Supplier<TunnelConfig> tunnel, Runnable changed) {
        super(12);
        this.outside = outside;
        this.screen = screen;
        this.tunnel = tunnel;
        this.changed = changed;
        show.setOnAction(e -> look());
        getChildren().addAll(show, shown);
    }

    /** Whether the server's key is known to be its own. */
    boolean isTrusted() {
        return trusted;
    }

    /** It is about another server now. */
    void forget() {
        turn++;
        trusted = false;
        looking(false);
        shown.getChildren().clear();
    }

    /** The button stays enabled: disabled, it would send the focus elsewhere. */
    private void looking(boolean is) {
        looking = is;
        show.setText(is ? "Asking the server…" : "Show the fingerprint");
    }

    private void look() {
        if (looking) {
            return;
        }
        forget();
        asked = false;
        TunnelConfig looked;
        try {
            looked = tunnel.get();
        } catch (IllegalArgumentException e) {
            tell(new Outside.Step("config", Look.NEEDS_YOU, e.getMessage(), ""));
            return;
        }
        looking(true);
        int mine = turn;
        outside.hostKey(
                looked,
                (question, trust) -> screen.execute(() -> ask(mine, question, trust)),
                step -> screen.execute(() -> done(mine, step)));
    }

    private void ask(int about, HostKeyPrompt.Question question, Runnable trust) {
        if (about == turn) {
            asked = true;
            shown.getChildren().setAll(HostKeyDialog.unknown(question), yes(trust));
            Page.reveal(shown);
        }
    }

    private Button yes(Runnable trust) {
        Button yes = new Button("It is the same, trust it");
        yes.setOnAction(
                e -> {
                    yes.setDisable(true);
                    // It goes away soon, and must not take the focus along.
                    show.requestFocus();
                    // Writes a file, and then looks whether it helped.
                    Thread save =
                            new Thread(
                                    () -> {
                                        trust.run();
                                        screen.execute(this::look);
                                    },
                                    "trust-host-key");
                    save.setDaemon(true);
                    save.start();
                });
        return yes;
    }

    private void done(int about, Outside.Step step) {
        if (about != turn) {
            return;
        }
        looking(false);
        trusted = step.look() == Look.UP;
        // The question says it better than the failure that it comes with.
        if (!asked || trusted) {
            tell(step);
        }
        changed.run();
    }

    private void tell(Outside.Step step) {
        shown.getChildren().setAll(TestView.lines(step));
        Page.reveal(shown);
    }
}
