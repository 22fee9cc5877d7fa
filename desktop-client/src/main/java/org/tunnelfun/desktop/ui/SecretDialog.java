package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.tunnelfun.desktop.engine.SecretPrompt;

/**
 * Asks for a passphrase or a one-time code, in a window that no other tunnel waits for. What is
 * typed is kept in memory only, unless the person wants it in the system's keyring. Whoever
 * cancels, or is not there, is not asked again by each attempt, but when {@link #askAgain} says
 * that somebody wants to connect.
 */
public final class SecretDialog implements SecretPrompt {

    private static final String IN_MEMORY =
            "It is kept in memory until the program ends, and nowhere else.";
    private static final String IN_KEYRING =
            "The keyring keeps it, and the config gets the command that fetches it.";

    private final Theme theme;
    private final Executor screen;
    private volatile KeyringDoor keyring = KeyringDoor.NONE;

    /** Tunnels that share a locked key wait for one answer. */
    private final Map<Question, List<Consumer<Optional<char[]>>>> keys = new HashMap<>();

    /** What was declined, without what was wrong with an earlier answer. */
    private final Set<String> putOff = new HashSet<>();

    /** Asks on this screen. */
    public SecretDialog(Theme theme, Executor screen) {
        this.theme = theme;
        this.screen = screen;
    }

    /** Offers to keep passphrases there, from now on. */
    public void offer(KeyringDoor door) {
        keyring = door;
    }

    @Override
    public void ask(Question question, Consumer<Optional<char[]>> answer) {
        screen.execute(() -> once(question, answer));
    }

    /** Asks anew about what was put off: the person wants to connect now. */
    public void askAgain() {
        screen.execute(putOff::clear);
    }

    private void once(Question question, Consumer<Optional<char[]>> answer) {
        List<Consumer<Optional<char[]>>> waiting = keys.get(question);
        if (putOff.contains(question.about())) {
            answer.accept(Optional.empty());
        } else if (waiting != null) {
            waiting.add(answer);
        } else {
            List<Consumer<Optional<char[]>>> all = new ArrayList<>(List.of(answer));
            // A one-time code is good for one login: each asks for its own.
            if (question.kind() == Kind.PASSPHRASE) {
                keys.put(question, all);
            }
            show(question, all);
        }
    }

    private void show(Question question, List<Consumer<Optional<char[]>>> answers) {
        boolean passphrase = question.kind() == Kind.PASSPHRASE;
        Label title = Words.title(passphrase ? "Passphrase" : "The server asks");
        ToldFile key = ToldFile.of(question.about());
        // What cannot be a key has no passphrase, and whoever asks for one shall not get it.
        boolean genuine = !passphrase || key.possible();
        Label about = Words.wrapped(about(question, key));
        Label text = Words.wrapped(Sentence.upperFirst(question.text()));
        text.getStyleClass().add(passphrase ? "bad" : "section");
        Marks.shown(text, !question.text().isEmpty());
        TextField field = question.echo() ? new TextField() : new PasswordField();
        field.setAccessibleText(passphrase ? "Passphrase" : question.text());
        Marks.shown(field, genuine);
        Label hint =
                Words.hint(
                        passphrase
                                ? IN_MEMORY
                                : "After a drop of the session it will be asked again.");
        CheckBox keep = new CheckBox("Keep it in the system's keyring");
        Marks.shown(hint, genuine);
        Marks.shown(keep, false);
        keep.setOnAction(e -> hint.setText(keep.isSelected() ? IN_KEYRING : IN_MEMORY));
        KeyringDoor door = keyring;
        if (passphrase && genuine) {
            door.ifItWorks(() -> screen.execute(() -> Marks.shown(keep, true)));
        }
        Button ok = new Button(passphrase ? "Unlock" : "Answer");
        ok.getStyleClass().add("accent");
        ok.setDefaultButton(true);
        ok.setDisable(!genuine);
        Button cancel = new Button("Not now");
        cancel.setCancelButton(true);
        BorderPane root = new BorderPane();
        root.setCenter(Page.scrolled(new VBox(12, title, about, text, field, keep, hint)));
        root.setBottom(new Footer(cancel, ok));
        Stage stage =
                Page.open(
                        null,
                        theme,
                        passphrase ? "Passphrase" : "Login",
                        root,
                        480,
                        passphrase ? 290 : 270);
        // Later answers are ignored: a window that stayed would promise what it cannot keep.
        PauseTransition late = new PauseTransition(Duration.millis(PATIENCE.toMillis()));
        late.setOnFinished(e -> stage.close());
        late.play();
        boolean[] said = {false};
        ok.setOnAction(
                e -> {
                    said[0] = true;
                    char[] typed = chars(field.getCharacters());
                    field.clear();
                    keys.remove(question);
                    if (keep.isSelected()) {
                        door.keep(question.about(), typed.clone());
                    }
                    answers.forEach(a -> a.accept(Optional.of(typed.clone())));
                    Arrays.fill(typed, '\0');
                    stage.close();
                });
        // The tick would take Enter for itself.
        keep.addEventFilter(
                KeyEvent.KEY_PRESSED,
                e -> {
                    if (e.getCode() == KeyCode.ENTER) {
                        e.consume();
                        ok.fire();
                    }
                });
        cancel.setOnAction(e -> stage.close());
        stage.setOnHidden(
                e -> {
                    late.stop();
                    if (!said[0]) {
                        keys.remove(question);
                        putOff.add(question.about());
                        answers.forEach(a -> a.accept(Optional.empty()));
                    }
                });
        field.requestFocus();
    }

    private static String about(Question question, ToldFile key) {
        if (question.kind() != Kind.PASSPHRASE) {
            return Sentence.escaped(question.about()) + " wants to know:";
        }
        return "The key "
                + key.shown()
                + (key.possible()
                        ? " is locked."
                        : " cannot be a file of this system, so no passphrase is asked for.");
    }

    /** Not by a String, which nobody could overwrite. */
    private static char[] chars(CharSequence typed) {
        char[] chars = new char[typed.length()];
        for (int i = 0; i < chars.length; i++) {
            chars[i] = typed.charAt(i);
        }
        return chars;
    }
}
