package org.tunnelfun.desktop.ui;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.tunnelfun.desktop.engine.HostKeyPrompt;

/**
 * Asks whether an unknown host key may be trusted, in a window that nothing waits for. A changed
 * key never comes here: there is no way to connect anyway, and the tunnel's advice explains it.
 */
public final class HostKeyDialog implements HostKeyPrompt {

    private final Theme theme;
    private final Executor screen;
    private final Set<Question> open = new HashSet<>();
    private final Set<Question> refused = new HashSet<>();

    /** Asks on this screen. */
    public HostKeyDialog(Theme theme, Executor screen) {
        this.theme = theme;
        this.screen = screen;
    }

    @Override
    public void ask(Question question, Runnable trust) {
        screen.execute(() -> show(question, trust));
    }

    /** Each attempt meets the key again; a person is asked once. */
    private void show(Question question, Runnable trust) {
        if (refused.contains(question) || !open.add(question)) {
            return;
        }
        Label title = new Label("Is this your server?");
        title.getStyleClass().add("title-3");
        Label text =
                wrapped(
                        "The server "
                                + question.host()
                                + " was never met before. Somebody in between could pretend to be"
                                + " it, so compare its "
                                + question.keyType()
                                + " fingerprint with the one that the server itself shows.");
        Label print = new Label(groups(question.fingerprint()));
        print.getStyleClass().add("mono");
        print.setAccessibleText("Fingerprint " + question.fingerprint());
        print.setWrapText(true);
        print.setMinHeight(Region.USE_PREF_SIZE);
        Label how = new Label("How to compare it");
        how.getStyleClass().add("section");
        Label saved = Form.hint("Once trusted, the key is saved in " + question.savedIn() + ".");
        Button yes = new Button("It is the same, trust it");
        yes.getStyleClass().add("accent");
        Button no = new Button("Not now");
        // No default button: this is no question to be answered by Enter.
        no.setCancelButton(true);
        BorderPane root = new BorderPane();
        root.setCenter(
                Page.scrolled(
                        new VBox(
                                14,
                                title,
                                text,
                                print,
                                how,
                                CopyText.of(question.compare(), "The commands to compare it"),
                                saved)));
        root.setBottom(new Footer(no, yes));
        Stage stage = Page.open(null, theme, "Unknown host key", root, 600, 480);
        no.setOnAction(e -> stage.close());
        boolean[] trusted = {false};
        yes.setOnAction(
                e -> {
                    trusted[0] = true;
                    stage.close();
                    // Writes a file; the screen must not wait for a disk.
                    Thread save = new Thread(trust, "trust-host-key");
                    save.setDaemon(true);
                    save.start();
                });
        stage.setOnHidden(
                e -> {
                    open.remove(question);
                    if (!trusted[0]) {
                        refused.add(question);
                    }
                });
    }

    /** Asks anew about what was put off: the person wants to connect now. */
    public void askAgain() {
        screen.execute(refused::clear);
    }

    /** A fingerprint in groups of eight, which eyes can compare. */
    static String groups(String fingerprint) {
        int start = fingerprint.indexOf(':') + 1;
        String digits = fingerprint.substring(start).replaceAll("(.{8})(?=.)", "$1 ");
        return fingerprint.substring(0, start) + " " + digits;
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }
}
