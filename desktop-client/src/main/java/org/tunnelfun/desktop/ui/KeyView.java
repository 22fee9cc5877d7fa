package org.tunnelfun.desktop.ui;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.Home;
import org.tunnelfun.desktop.config.TunnelConfig;

/** Chooses or makes the tunnel's key, and shows what lets it in at the server. */
final class KeyView extends VBox {

    private final Outside outside;
    private final Executor screen;
    private final TunnelDraft draft;
    private final Supplier<TunnelConfig> tunnel;
    private final Consumer<String> bad;
    private final VBox lines = new VBox(8);
    private boolean closed;

    /**
     * @param tunnel whose lines are shown; may throw {@link IllegalArgumentException}, which is
     *     told to {@code bad}
     * @param changed runs after each change of a field
     * @param bad shows what went wrong
     */
    KeyView(
            Outside outside,
            Executor screen,
            TunnelDraft draft,
            Supplier<TunnelConfig> tunnel,
            Runnable changed,
            Consumer<String> bad) {
        super(12);
        this.outside = outside;
        this.screen = screen;
        this.draft = draft;
        this.tunnel = tunnel;
        this.bad = bad;
        Form form = new Form(changed);
        ServerFields.key(form, draft.server, outside.keys());
        Button make = new Button("Make a new key");
        make.setOnAction(
                e ->
                        outside.makeKey(
                                draft.name.get().strip(),
                                made -> screen.execute(() -> made(made)),
                                why -> screen.execute(() -> bad.accept(why))));
        Button show = new Button("Show the lines for the server");
        show.setOnAction(e -> showLines());
        getChildren()
                .addAll(
                        Words.wrapped(
                                "The server lets the device in by a key. The lines for its"
                                        + " authorized_keys let this key hold this one port and"
                                        + " nothing else."),
                        form,
                        new FlowPane(8, 8, make, show),
                        lines);
    }

    /** Lines that are shown name what is typed now. */
    void follow() {
        if (!lines.getChildren().isEmpty()) {
            showLines();
        }
    }

    /** An answer that is still under way is shown no more. */
    void closed() {
        closed = true;
        lines.getChildren().clear();
    }

    private void showLines() {
        try {
            outside.authorize(
                    tunnel.get(),
                    admission -> screen.execute(() -> show(admission)),
                    why -> screen.execute(() -> bad.accept(why)));
        } catch (IllegalArgumentException e) {
            bad.accept(Sentence.upperFirst(e.getMessage()));
        }
    }

    private void made(Path key) {
        draft.server.key.set(Home.shorten(key));
        showLines();
    }

    private void show(Outside.Admission admission) {
        if (closed) {
            return;
        }
        lines.getChildren()
                .setAll(
                        Words.section("The line for authorized_keys"),
                        CopyText.of(admission.line(), "The line for authorized_keys"),
                        Words.section("If you can log in there already, this adds it"),
                        CopyText.of(admission.append(), "The command that adds the line"),
                        Words.section("If not, this makes the account, as root on the server"),
                        CopyText.of(admission.account(), "The commands that make the account"));
    }
}
