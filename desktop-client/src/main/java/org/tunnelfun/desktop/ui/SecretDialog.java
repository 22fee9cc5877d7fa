package org.tunnelfun.desktop.ui;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.tunnelfun.desktop.engine.SecretPrompt;

/**
 * Asks for a passphrase or a one-time code, in a window that no other tunnel waits for. What is
 * typed is kept in memory only.
 */
public final class SecretDialog implements SecretPrompt {

    private final Theme theme;
    private final Executor screen;

    /** Asks on this screen. */
    public SecretDialog(Theme theme, Executor screen) {
        this.theme = theme;
        this.screen = screen;
    }

    @Override
    public void ask(Question question, Consumer<Optional<char[]>> answer) {
        screen.execute(() -> show(question, answer));
    }

    private void show(Question question, Consumer<Optional<char[]>> answer) {
        boolean passphrase = question.kind() == Kind.PASSPHRASE;
        Label title = new Label(passphrase ? "Passphrase" : "The server asks");
        title.getStyleClass().add("title-3");
        Label about =
                new Label(
                        passphrase
                                ? "The key " + question.about() + " is locked."
                                : question.about() + " wants to know:");
        Label text = new Label(question.text());
        text.getStyleClass().add(passphrase ? "bad" : "section");
        Marks.shown(text, !question.text().isEmpty());
        TextField field = question.echo() ? new TextField() : new PasswordField();
        field.setAccessibleText(passphrase ? "Passphrase" : question.text());
        Label hint =
                Form.hint(
                        passphrase
                                ? "It is kept in memory until the program ends, and nowhere else."
                                : "After a drop of the session it will be asked again.");
        for (Label label : new Label[] {about, text}) {
            label.setWrapText(true);
            label.setMinHeight(Region.USE_PREF_SIZE);
        }
        Button ok = new Button(passphrase ? "Unlock" : "Answer");
        ok.getStyleClass().add("accent");
        ok.setDefaultButton(true);
        Button cancel = new Button("Cancel");
        cancel.setCancelButton(true);
        BorderPane root = new BorderPane();
        root.setCenter(Page.scrolled(new VBox(12, title, about, text, field, hint)));
        root.setBottom(new Footer(cancel, ok));
        Stage stage = Page.open(null, theme, passphrase ? "Passphrase" : "Login", root, 480, 360);
        boolean[] said = {false};
        ok.setOnAction(
                e -> {
                    said[0] = true;
                    answer.accept(Optional.of(field.getText().toCharArray()));
                    field.clear();
                    stage.close();
                });
        cancel.setOnAction(e -> stage.close());
        stage.setOnHidden(
                e -> {
                    if (!said[0]) {
                        answer.accept(Optional.empty());
                    }
                });
        field.requestFocus();
    }
}
