package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.InvalidationListener;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Accordion;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.TunnelConfig;

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
    private final HBox found = new HBox(12);
    private final Runnable imports;
    private final KeyView key;
    private final TrustView trust;
    private final TargetView target;
    private final TestView test;
    private final SimpleStringProperty firstPort = new SimpleStringProperty("2000");
    private ForwardDraft first;
    private final Label result = Words.wrapped("");
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
        key = new KeyView(outside, screen, draft, this::tunnel, this::changed, footer::bad);
        trust = new TrustView(outside, screen, this::tunnel, this::trusted);
        target =
                new TargetView(
                        outside, screen, () -> draft.forwards.get(0).forward(), this::refresh);
        test = new TestView(outside, screen, this::tunnel, this::refresh);
        draft.name.set(suggested);
        draft.forwards.get(0).port.set(firstPort.get());
        followFirst();
        draft.forwards.addListener((InvalidationListener) o -> followFirst());
        for (StringProperty typed :
                List.of(draft.server.host, draft.server.user, draft.server.key)) {
            typed.addListener(o -> changed());
        }
        draft.server.host.addListener(o -> trust.forget());
        draft.server.port.addListener(o -> trust.forget());
        steps.add(server());
        steps.add(key());
        steps.add(trust());
        steps.add(device());
        steps.add(done());
        Accordion accordion = new Steps(steps);
        accordion.setExpandedPane(steps.get(0));
        // Coloured then, too: before that the way on is each step's own button.
        save.defaultButtonProperty().bind(steps.get(4).expandedProperty());
        save.setOnAction(
                e -> {
                    if (save()) {
                        close.run();
                    }
                });
        // The box keeps the page's padding out of the width that the accordion reckons with.
        setCenter(Page.scrolled(new VBox(accordion)));
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
        form.field(
                "Device's port",
                firstPort,
                "2000",
                "At this port of the server the device will be reached.",
                () -> draft.forwards.get(0).remoteProblem());
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
            button.setMinWidth(Region.USE_PREF_SIZE);
            Label holds =
                    Words.wrapped(
                            Sentence.upperFirst(sshConfig.file())
                                    + " holds "
                                    + Sentence.count(count, "tunnel", "tunnels")
                                    + " already.");
            found.setAlignment(Pos.CENTER_LEFT);
            found.getChildren().setAll(holds, button);
        }
    }

    private boolean serverDone() {
        return draft.server.hostProblem().isEmpty()
                && draft.server.portProblem().isEmpty()
                && draft.server.userProblem().isEmpty()
                && draft.forwards.get(0).remoteProblem().isEmpty();
    }

    /** The port is asked for at the server, and can be changed at the forward. */
    private void followFirst() {
        ForwardDraft now = draft.forwards.isEmpty() ? null : draft.forwards.get(0);
        if (now != first) {
            if (first != null) {
                firstPort.unbindBidirectional(first.port);
            }
            first = now;
            if (now != null) {
                firstPort.bindBidirectional(now.port);
            }
        }
    }

    private GuideStep device() {
        Form form = new Form(this::changed);
        form.field("Name", draft.name, "nas", "", draft::nameProblem);
        ForwardsView forwards =
                new ForwardsView(
                        draft,
                        () -> {
                            target.forget();
                            changed();
                        });
        form.add("Forward", forwards, forwards);
        GuideStep step =
                new GuideStep(
                        "This device: what the server's port leads to",
                        () -> draft.nameProblem().isEmpty() && forwardsDone() && target.isFound(),
                        () -> steps.get(4).open(),
                        form,
                        Words.hint(
                                "The line on the server names its ports: copy it again after a"
                                        + " change of them."),
                        target);
        step.expandedProperty()
                .addListener(
                        (o, was, is) -> {
                            if (is) {
                                target.look();
                            }
                        });
        return step;
    }

    private boolean forwardsDone() {
        return draft.forwards.stream()
                .allMatch(f -> f.remoteProblem().isEmpty() && f.targetProblem().isEmpty());
    }

    private GuideStep key() {
        return new GuideStep(
                "Key: how the server knows the device",
                () -> draft.server.keyProblem().isEmpty() && !draft.server.key.get().isBlank(),
                () -> steps.get(2).open(),
                key);
    }

    private GuideStep trust() {
        Label text =
                Words.wrapped(
                        "A server is known by its fingerprint (SHA-256). It is compared once; from"
                                + " then on a server with another key is refused.");
        return new GuideStep(
                "Trust: whether it is really your server",
                trust::isTrusted,
                () -> steps.get(3).open(),
                text,
                trust);
    }

    private GuideStep done() {
        CheckBox login = new CheckBox("Start when I log in");
        login.setSelected(outside.startsAtLogin());
        login.setOnAction(e -> footer.bad(outside.startAtLogin(login.isSelected())));
        return new GuideStep(
                "Done: test it and save it",
                test::isPassed,
                null,
                test,
                result,
                login,
                Words.wrapped("Save, and the tunnel is kept alive from now on."));
    }

    private void changed() {
        dirty = true;
        String problem = draft.problem();
        save.setDisable(!problem.isEmpty());
        test.forget();
        refresh();
        footer.bad("");
        if (problem.isEmpty()) {
            key.follow();
        }
    }

    private void refresh() {
        steps.forEach(GuideStep::refresh);
        String missing = missing();
        result.setText(
                !missing.isEmpty()
                        ? Sentence.upperFirst(missing) + "."
                        : test.isPassed()
                                ? "Every step of the test went well."
                                : "The test has not gone well yet; it can wait.");
    }

    private void trusted() {
        refresh();
        if (trust.isTrusted()) {
            steps.get(2).goOn();
        }
    }

    private TunnelConfig tunnel() {
        String missing = missing();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(missing);
        }
        return draft.tunnel();
    }

    /** Why there is nothing to be tried or saved yet; empty if there is. */
    private String missing() {
        return serverDone() ? draft.problem() : "the first step, Server, is not complete yet";
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
        key.closed();
    }
}
