package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.util.concurrent.Executor;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.ConfigException;

/** Shows the tunnels of another program's config, to be ticked and taken over. */
final class ImportView extends BorderPane implements Unsaved {

    private final Book book;
    private final Runnable close;
    private final Button save = new Button("Import");
    private final Footer footer = new Footer(save);
    private final VBox content = new VBox(12);
    private ImportDraft draft;

    /**
     * @param close closes the window once the tunnels are saved
     */
    ImportView(Book book, Outside outside, Executor screen, Runnable close) {
        this.book = book;
        this.close = close;
        save.getStyleClass().add("accent");
        save.setDefaultButton(true);
        save.setDisable(true);
        save.setOnAction(
                e -> {
                    if (save()) {
                        this.close.run();
                    }
                });
        setCenter(Page.scrolled(content));
        setBottom(footer);
        outside.sshConfig(
                found -> screen.execute(() -> show(found)),
                why -> screen.execute(() -> footer.bad(why)));
    }

    private void show(Outside.Found found) {
        draft = new ImportDraft(book.current(), found.config());
        content.getChildren().setAll(Words.title("Tunnels in " + found.file()));
        if (draft.candidates().isEmpty()) {
            content.getChildren()
                    .add(Words.wrapped("There is no Host with a RemoteForward in it."));
        } else {
            content.getChildren()
                    .add(
                            Words.wrapped(
                                    "What is ticked is added to the config, and connects at once."));
        }
        draft.candidates().forEach(c -> content.getChildren().add(line(c)));
        if (!found.left().isEmpty()) {
            content.getChildren().add(left(found));
        }
        count();
        // They came after the window, which had nothing to give the keyboard to.
        Page.focusFirst(content);
    }

    private VBox line(ImportDraft.Candidate candidate) {
        CheckBox box = new CheckBox(candidate.entry().name());
        box.getStyleClass().add("row-name");
        box.selectedProperty().bindBidirectional(candidate.chosen());
        box.selectedProperty().addListener(o -> count());
        box.setDisable(!candidate.problem().isEmpty());
        box.setAccessibleText("Import " + candidate.entry().name() + ", " + candidate.route());
        Label route = Words.hint(candidate.route());
        VBox line = new VBox(2, box, route);
        if (!candidate.problem().isEmpty()) {
            line.getChildren().add(Words.bad(candidate.problem()));
        }
        return line;
    }

    private static TitledPane left(Outside.Found found) {
        TitledPane pane =
                new TitledPane(
                        "Left out: " + Sentence.count(found.left().size(), "line", "lines"),
                        Words.wrapped(String.join("\n", found.left())));
        pane.setExpanded(false);
        pane.setAnimated(false);
        pane.getStyleClass().add("dense");
        return pane;
    }

    private void count() {
        int count = draft.count();
        save.setText(
                count == 0 ? "Import" : "Import " + Sentence.count(count, "tunnel", "tunnels"));
        save.setDisable(count == 0);
    }

    @Override
    public boolean save() {
        try {
            book.save(draft.before(), draft.config());
            return true;
        } catch (ConfigException | IOException | IllegalArgumentException e) {
            footer.bad(Sentence.upperFirst(e.getMessage()));
            return false;
        }
    }

    /** Ticks are soon set anew: nothing worth a question. */
    @Override
    public boolean isUnsaved() {
        return false;
    }

    @Override
    public void closed() {
        content.getChildren().clear();
    }
}
