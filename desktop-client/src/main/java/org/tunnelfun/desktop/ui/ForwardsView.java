package org.tunnelfun.desktop.ui;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** The forwards of a tunnel: server's port → target, one or more. */
final class ForwardsView extends VBox {

    private final TunnelDraft draft;
    private final Runnable changed;
    private final VBox lines = new VBox(10);

    ForwardsView(TunnelDraft draft, Runnable changed) {
        super(8);
        this.draft = draft;
        this.changed = changed;
        Button more = new Button("One more forward");
        more.getStyleClass().add("flat");
        more.setOnAction(e -> draft.forwards.add(new ForwardDraft()));
        getChildren().addAll(lines, more);
        draft.forwards.addListener(
                (ListChangeListener<ForwardDraft>)
                        c -> {
                            rebuild();
                            changed.run();
                        });
        rebuild();
    }

    private void rebuild() {
        lines.getChildren().setAll(draft.forwards.stream().map(this::line).toList());
    }

    private VBox line(ForwardDraft f) {
        TextField port = field(f.port, "2001", 5, "Port on the server, 0: the server chooses");
        TextField bind = field(f.bind, "localhost", 9, "Address the server listens on");
        TextField host = field(f.targetHost, "localhost", 9, "Host of the target");
        TextField targetPort = field(f.targetPort, "22", 5, "Port of the target");
        CheckBox ssh = new CheckBox("speaks SSH");
        ssh.selectedProperty().bindBidirectional(f.ssh);
        ssh.selectedProperty().addListener(o -> changed.run());
        Button remove = new Button("Remove");
        remove.getStyleClass().addAll("flat");
        remove.setDisable(draft.forwards.size() == 1);
        remove.setOnAction(e -> draft.forwards.remove(f));
        Label from = new Label("server");
        Label to = new Label("→ target");
        // The fields below each other begin in one line.
        from.minWidthProperty().bind(to.widthProperty());
        // Always three lines: a pane that wraps is as high as it likes, and the guide cut its end.
        VBox pane =
                new VBox(
                        6,
                        group(from, bind, port),
                        group(to, host, targetPort),
                        group(ssh, remove));
        Label wrong = Words.bad("");
        Runnable check =
                () -> {
                    String remote = f.port.get().isEmpty() ? "" : f.remoteProblem();
                    String target = f.targetProblem();
                    Marks.problem(port, wrong, remote.isEmpty() ? target : remote);
                };
        for (TextField field : new TextField[] {port, bind, host, targetPort}) {
            field.textProperty()
                    .addListener(
                            o -> {
                                check.run();
                                changed.run();
                            });
        }
        check.run();
        return new VBox(2, pane, wrong);
    }

    private static HBox group(javafx.scene.Node... nodes) {
        HBox box = new HBox(8, nodes);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static TextField field(
            javafx.beans.property.StringProperty value, String prompt, int columns, String says) {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(value);
        field.setPromptText(prompt);
        field.setPrefColumnCount(columns);
        field.setAccessibleText(says);
        return field;
    }
}
