package org.tunnelfun.desktop.ui;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import org.tunnelfun.desktop.engine.HostKeyPrompt;

/**
 * Asks whether an unknown host key may be trusted, and tells of a changed one, in windows that
 * nothing waits for. For a changed key there is no way to connect anyway.
 */
public final class HostKeyDialog implements HostKeyPrompt {

    private final Theme theme;
    private final Executor screen;
    private final Map<Object, Stage> open = new HashMap<>();
    private final Set<Object> putOff = new HashSet<>();

    /** What is open, and comes to the front when it is met again. */
    private final Set<Object> covered = new HashSet<>();

    /** Asks on this screen. */
    public HostKeyDialog(Theme theme, Executor screen) {
        this.theme = theme;
        this.screen = screen;
    }

    @Override
    public void ask(Question question, Runnable trust) {
        screen.execute(() -> once(question, () -> unknown(question, trust)));
    }

    @Override
    public void changed(Change change) {
        screen.execute(() -> once(change, () -> changedKey(change)));
    }

    /** Each attempt meets the key again; a person is bothered once. */
    private void once(Object about, Supplier<Stage> window) {
        Stage shown = open.get(about);
        if (shown != null && covered.remove(about)) {
            shown.toFront();
        }
        if (shown != null || putOff.contains(about)) {
            return;
        }
        Stage stage = window.get();
        open.put(about, stage);
        stage.setOnHidden(
                e -> {
                    open.remove(about);
                    covered.remove(about);
                    putOff.add(about);
                });
    }

    /** Asks anew about what was put off: the person wants to connect now. */
    public void askAgain() {
        screen.execute(
                () -> {
                    putOff.clear();
                    // Not now: the connect may be to another server, whose test it would cover.
                    covered.addAll(open.keySet());
                });
    }

    private Stage unknown(Question question, Runnable trust) {
        Button yes = new Button("It is the same, trust it");
        yes.getStyleClass().add("accent");
        // No default button: this is no question to be answered by Enter.
        Button no = new Button("Not now");
        no.setCancelButton(true);
        VBox content = unknown(question);
        content.getChildren().add(0, Words.title("Is this your server?"));
        boolean canBeSaved = ToldFile.of(question.savedIn()).possible();
        Button[] buttons = canBeSaved ? new Button[] {no, yes} : new Button[] {no};
        Stage stage = open("Unknown host key", content, buttons);
        no.setOnAction(e -> stage.close());
        yes.setOnAction(
                e -> {
                    stage.close();
                    putOff.remove(question);
                    // Writes a file; the screen must not wait for a disk.
                    Thread save = new Thread(trust, "trust-host-key");
                    save.setDaemon(true);
                    save.start();
                });
        return stage;
    }

    /** What a person needs to know of an unknown key. */
    static VBox unknown(Question question) {
        ToldFile file = ToldFile.of(question.savedIn());
        return new VBox(
                14,
                Words.wrapped(
                        "The server "
                                + Sentence.escaped(question.host())
                                + " was never met before. Somebody in between could pretend to be"
                                + " it, so compare its "
                                + Sentence.escaped(question.keyType())
                                + " fingerprint with the one that the server itself shows."),
                print(question.fingerprint()),
                Words.section("How to compare it"),
                CopyText.commands(question.compare(), "The commands to compare it"),
                Words.hint(
                        file.possible()
                                ? "Once trusted, the key is saved in " + file.shown() + "."
                                : "It cannot be trusted from here: the file to save it in would be "
                                        + file.shown()
                                        + ", which this system cannot have."));
    }

    private Stage changedKey(Change change) {
        Button close = new Button("Close");
        close.setCancelButton(true);
        VBox known = new VBox(6);
        change.known().forEach(k -> known.getChildren().add(print(k)));
        ToldFile file = ToldFile.of(change.knownIn());
        VBox content =
                new VBox(
                        14,
                        Words.title("This may not be your server"),
                        Words.wrapped(
                                "The server "
                                        + Sentence.escaped(change.host())
                                        + " shows another host key than before. Either it was set"
                                        + " up anew, or somebody stands in between and would read"
                                        + " and change what passes. So Tunnelfun does not"
                                        + " connect."),
                        Words.section("It shows now (" + Sentence.escaped(change.keyType()) + ")"),
                        print(change.offered()),
                        Words.section("Known from before, in " + file.shown()),
                        known,
                        Words.section("How to compare it"),
                        CopyText.commands(change.compare(), "The commands to compare it"));
        if (file.possible()) {
            content.getChildren().addAll(forget(change));
        }
        Stage stage = open("Changed host key", content, close);
        close.setOnAction(e -> stage.close());
        return stage;
    }

    private Stage open(String title, VBox content, Button... buttons) {
        BorderPane root = new BorderPane();
        root.setCenter(Page.scrolled(content));
        root.setBottom(new Footer(buttons));
        Stage stage = Page.open(null, theme, title, root, 640, 600);
        // Not in a command, which would be selected: the first button is the one that does nothing.
        buttons[0].requestFocus();
        return stage;
    }

    private static List<Node> forget(Change change) {
        return List.of(
                Words.section("Only if the server itself shows the new fingerprint"),
                CopyText.of(
                        change.forget(),
                        "The commands that forget the old key and trust the new one"),
                Words.hint("The tunnel then connects by itself."));
    }

    private static Node print(String fingerprint) {
        String safe = Sentence.escaped(fingerprint);
        Label print = Words.wrapped(groups(safe));
        print.getStyleClass().add("mono");
        print.setAccessibleText("Fingerprint " + safe);
        return print;
    }

    /** A fingerprint in groups of eight, which eyes can compare. */
    static String groups(String fingerprint) {
        int start = fingerprint.indexOf(':') + 1;
        String digits = fingerprint.substring(start).replaceAll("(.{8})(?=.)", "$1 ");
        return fingerprint.substring(0, start) + " " + digits;
    }
}
