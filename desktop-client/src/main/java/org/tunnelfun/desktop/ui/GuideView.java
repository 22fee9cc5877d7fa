package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.scene.control.Accordion;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.Home;

/**
 * Leads to the first tunnel in five steps. Each can be left for later, and going back loses
 * nothing: all steps stand on one draft.
 */
final class GuideView extends BorderPane implements Unsaved {

    private final Book book;
    private final Outside outside;
    private final Executor screen;
    private final TunnelDraft draft;
    private final List<GuideStep> steps = new ArrayList<>();
    private final Button save = new Button("Save and connect");
    private final Footer footer = new Footer(save);
    private final VBox lines = new VBox(8);
    private final VBox found = new VBox(8);
    private final Runnable imports;
    private final TestView test;
    private final Label result = wrapped("");
    private boolean dirty;

    /**
     * @param suggested a name for the tunnel: this device's
     * @param imports leads to the import instead
     * @param close closes the window once the tunnel is saved
     */
    GuideView(
            Book book,
            Outside outside,
            Executor screen,
            String suggested,
            Runnable imports,
            Runnable close) {
        this.book = book;
        this.outside = outside;
        this.screen = screen;
        this.imports = imports;
        draft = TunnelDraft.fresh(book.current());
        test = new TestView(outside, screen, draft::tunnel, this::refresh);
        draft.name.set(suggested);
        draft.forwards.get(0).port.set("2000");
        draft.server.host.addListener(o -> changed());
        draft.server.user.addListener(o -> changed());
        draft.server.key.addListener(o -> changed());
        steps.add(server());
        steps.add(device());
        steps.add(key());
        steps.add(trust());
        steps.add(done());
        Accordion accordion = new Accordion(steps.toArray(new GuideStep[0]));
        accordion.setExpandedPane(steps.get(0));
        save.getStyleClass().add("accent");
        save.setOnAction(
                e -> {
                    if (save()) {
                        close.run();
                    }
                });
        setCenter(Page.scrolled(accordion));
        setBottom(footer);
        changed();
        dirty = false;
        Marks.shown(found, false);
        outside.sshConfig(
                there -> screen.execute(() -> offer(there)),
                why -> screen.execute(() -> footer.bad(why)));
    }

    private GuideStep server() {
        Form form = new Form(this::changed);
        ServerFields.address(form, draft.server);
        return new GuideStep(
                "Server: where the device will be reached",
                this::serverDone,
                () -> steps.get(1).open(),
                found,
                form);
    }

    /** Whoever has written it all down for ssh need not type it again. */
    private void offer(Outside.Found sshConfig) {
        int count = sshConfig.config().entries().size();
        Marks.shown(found, count > 0);
        if (count > 0) {
            Button button = new Button("Import…");
            button.setOnAction(e -> imports.run());
            found.getChildren()
                    .setAll(
                            wrapped(
                                    Sentence.upperFirst(sshConfig.file())
                                            + " holds "
                                            + Sentence.count(count, "tunnel", "tunnels")
                                            + " already."),
                            button);
        }
    }

    private boolean serverDone() {
        return draft.server.hostProblem().isEmpty()
                && draft.server.portProblem().isEmpty()
                && draft.server.userProblem().isEmpty();
    }

    private GuideStep device() {
        Form form = new Form(this::changed);
        form.field("Name", draft.name, "nas", "", draft::nameProblem);
        ForwardsView forwards = new ForwardsView(draft, this::changed);
        form.add("Forward", forwards, forwards);
        return new GuideStep(
                "This device: what the server's port leads to",
                () -> draft.nameProblem().isEmpty() && forwardsDone(),
                () -> steps.get(2).open(),
                form);
    }

    private boolean forwardsDone() {
        return draft.forwards.stream()
                .allMatch(f -> f.remoteProblem().isEmpty() && f.targetProblem().isEmpty());
    }

    private GuideStep key() {
        Form form = new Form(this::changed);
        ServerFields.key(form, draft.server, outside.keys());
        Button make = new Button("Make a new key");
        make.setOnAction(
                e ->
                        outside.makeKey(
                                draft.name.get().strip(),
                                made -> screen.execute(() -> made(made)),
                                why -> screen.execute(() -> footer.bad(why))));
        Button show = new Button("Show the lines for the server");
        show.setOnAction(e -> showLines());
        Label text =
                wrapped(
                        "The server lets the device in by a key. The lines for its authorized_keys"
                                + " let this key hold this one port and nothing else.");
        return new GuideStep(
                "Key: how the server knows the device",
                () -> draft.server.keyProblem().isEmpty() && !draft.server.key.get().isBlank(),
                () -> steps.get(3).open(),
                text,
                form,
                new javafx.scene.layout.FlowPane(8, 8, make, show),
                lines);
    }

    private void showLines() {
        try {
            outside.authorize(
                    draft.tunnel(),
                    admission -> screen.execute(() -> show(admission)),
                    why -> screen.execute(() -> footer.bad(why)));
        } catch (IllegalArgumentException e) {
            footer.bad(Sentence.upperFirst(e.getMessage()));
        }
    }

    private void made(Path key) {
        draft.server.key.set(Home.shorten(key));
        showLines();
    }

    private void show(Outside.Admission admission) {
        lines.getChildren()
                .setAll(
                        section("The line for authorized_keys"),
                        CopyText.of(admission.line(), "The line for authorized_keys"),
                        section("If you can log in there already, this adds it"),
                        CopyText.of(admission.append(), "The command that adds the line"),
                        section("If not, this makes the account, as root on the server"),
                        CopyText.of(admission.account(), "The commands that make the account"));
    }

    private static Label section(String text) {
        Label label = wrapped(text);
        label.getStyleClass().add("section");
        return label;
    }

    private GuideStep trust() {
        Label text =
                wrapped(
                        "At the first login you are shown the server's fingerprint (SHA-256) and"
                                + " how to compare it. Only then is the server trusted; later, a"
                                + " changed key is refused. The test asks too.");
        return new GuideStep(
                "Trust and test: every step, now",
                test::isPassed,
                () -> steps.get(4).open(),
                text,
                test);
    }

    private GuideStep done() {
        CheckBox login = new CheckBox("Start when I log in");
        login.setSelected(outside.startsAtLogin());
        login.setOnAction(e -> footer.bad(outside.startAtLogin(login.isSelected())));
        return new GuideStep(
                "Done",
                () -> false,
                null,
                result,
                wrapped("Save, and the tunnel is kept alive from now on."),
                login);
    }

    private static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private void changed() {
        dirty = true;
        String problem = draft.problem();
        save.setDisable(!problem.isEmpty());
        test.forget();
        refresh();
        footer.bad("");
    }

    private void refresh() {
        steps.forEach(GuideStep::refresh);
        result.setText(
                test.isPassed()
                        ? "Every step of the test went well."
                        : "The test has not gone well yet; it can wait.");
    }

    @Override
    public boolean isUnsaved() {
        return dirty;
    }

    @Override
    public boolean save() {
        try {
            book.save(draft.before(), draft.config());
            dirty = false;
            return true;
        } catch (ConfigException | IOException | IllegalArgumentException e) {
            footer.bad(Sentence.upperFirst(e.getMessage()));
            return false;
        }
    }

    @Override
    public void closed() {
        lines.getChildren().clear();
    }
}
