package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.ClientConfig;
import org.tunnelfun.desktop.config.ConfigException;

/** Edits one tunnel and its server. */
final class EditorView extends BorderPane implements Unsaved {

    private final Book book;
    private final TunnelDraft draft;
    private final Button save = new Button("Save");
    private final Button remove = new Button("Remove");
    private final Footer footer = new Footer(remove, save);
    private final Runnable close;
    private final Label sharing = Words.hint("");
    private final List<Path> keys;

    private boolean dirty;
    private final Runnable foreign = this::changedOutside;

    /**
     * @param close closes the window once there is nothing left to edit
     */
    EditorView(Book book, TunnelDraft draft, Outside outside, Executor screen, Runnable close) {
        this.book = book;
        this.draft = draft;
        this.close = close;
        keys = outside.keys();
        save.getStyleClass().add("accent");
        save.setDefaultButton(true);
        save.setOnAction(
                e -> {
                    if (save()) {
                        close.run();
                    }
                });
        remove.getStyleClass().addAll("flat", "danger");
        Marks.shown(remove, !draft.isNew());
        remove.setOnAction(e -> remove());
        TabPane tabs =
                new TabPane(
                        new Tab("Tunnel", Page.scrolled(tunnel())),
                        new Tab("Server", Page.scrolled(server())),
                        new Tab(
                                "Retry and staleness",
                                Page.scrolled(new SettingsGrid(draft.settings, this::changed))),
                        new Tab(
                                "Test",
                                Page.scrolled(
                                        new TestView(outside, screen, draft::tunnel, () -> {}))));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        setCenter(tabs);
        setBottom(footer);
        dirty = false;
        save.setDisable(!draft.problem().isEmpty());
        footer.bad("");
        book.follow(foreign);
    }

    private VBox tunnel() {
        Form form = new Form(this::changed);
        form.field("Name", draft.name, "nas", "", draft::nameProblem);
        ForwardsView forwards = new ForwardsView(draft, this::changed);
        form.add("Forwards", forwards, forwards);
        CheckBox auto = new CheckBox("Connect when the program starts");
        auto.selectedProperty().bindBidirectional(draft.autoConnect);
        auto.selectedProperty().addListener(o -> changed());
        form.add("Start", auto, auto);
        form.field(
                "Only on device",
                draft.device,
                "any",
                "The host name of the one device this tunnel is for, when several share a config.",
                draft::nameProblem);
        return new VBox(form);
    }

    private Form server() {
        ComboBox<String> names = new ComboBox<>();
        names.getItems().setAll(draft.servers());
        names.setEditable(true);
        names.setValue(draft.serverName.get());
        names.setPromptText("a new server");
        names.valueProperty()
                .addListener(
                        (o, was, is) -> {
                            draft.choose(is == null ? "" : is);
                            changed();
                        });
        Form serverForm = new Form(this::changed);
        serverForm.add("Server", names, new VBox(2, names, sharing));
        ServerFields.address(serverForm, draft.server);
        ServerFields.key(serverForm, draft.server, keys);
        ServerFields.rest(serverForm, draft.server);
        draft.server.agent.addListener(o -> changed());
        return serverForm;
    }

    private void changed() {
        dirty = true;
        String problem = draft.problem();
        save.setDisable(!problem.isEmpty());
        footer.bad(Sentence.upperFirst(problem));
        long others = draft.sharing();
        sharing.setText(
                others == 0
                        ? ""
                        : "Shared with "
                                + Sentence.count((int) others, "other tunnel", "other tunnels")
                                + "; a change is a change for all.");
        Marks.shown(sharing, others > 0);
    }

    private void changedOutside() {
        if (!book.takes(draft.before())) {
            footer.bad("The file was changed outside. Saving will be refused; reopen to see it.");
        }
    }

    @Override
    public boolean save() {
        try {
            return write(draft.config());
        } catch (IllegalArgumentException e) {
            footer.bad(Sentence.upperFirst(e.getMessage()));
            return false;
        }
    }

    private void remove() {
        if (Ask.yes(
                this,
                "Remove " + draft.name.get() + "?",
                "The tunnel ends and leaves the config. Its server and its key stay.",
                "Remove")) {
            if (write(draft.without())) {
                close.run();
            }
        }
    }

    private boolean write(ClientConfig config) {
        book.unfollow(foreign);
        try {
            book.save(draft.before(), config);
            dirty = false;
            return true;
        } catch (ConfigException | IOException e) {
            footer.bad(e.getMessage());
            book.follow(foreign);
            return false;
        }
    }

    @Override
    public boolean isUnsaved() {
        return dirty;
    }

    @Override
    public void closed() {
        book.unfollow(foreign);
    }
}
