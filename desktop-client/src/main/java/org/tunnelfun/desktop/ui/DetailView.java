package org.tunnelfun.desktop.ui;

import java.util.StringJoiner;
import javafx.beans.InvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.ForwardStatus;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** Everything about one tunnel. */
final class DetailView extends ScrollPane {

    private final Ticker ticker;
    private final StateIcon icon = new StateIcon(22);
    private final Label name = new Label();
    private final Label headline = new Label();
    private final Label reason = new Label();
    private final Label routes = new Label();
    private final Button pause = new Button("Pause");
    private final Button reconnect = new Button("Reconnect");
    private final Plots plots = new Plots();
    private final TextField command = new TextField();
    private final VBox reach;
    private final AdviceView advice = new AdviceView();
    private final HappenedView happened = new HappenedView();
    private final Label details = new Label();
    private final InvalidationListener changed = o -> refresh();
    private TunnelRow row;

    DetailView(WindowController controller, Ticker ticker) {
        this.ticker = ticker;
        name.getStyleClass().add("title-3");
        headline.getStyleClass().add("headline");
        reason.getStyleClass().add("reason");
        for (Label label : new Label[] {headline, reason, routes, details}) {
            label.setWrapText(true);
            label.setMinHeight(Region.USE_PREF_SIZE);
        }
        routes.getStyleClass().add("text-muted");
        Button edit = new Button("Edit…");
        edit.setOnAction(e -> controller.edit(row.name()));
        pause.setOnAction(e -> controller.pauseOrResume(row));
        reconnect.setOnAction(e -> controller.reconnect(row));
        TitleLine title = new TitleLine(icon, name, pause, reconnect, edit);

        command.setEditable(false);
        command.getStyleClass().add("mono");
        command.setAccessibleText("The command to reach it from the server");
        HBox.setHgrow(command, Priority.ALWAYS);
        Button copy = new Button("Copy");
        copy.setMinWidth(76);
        copy.setAccessibleText("Copy the ssh command");
        copy.setOnAction(e -> CopyText.copyBy(copy, command.getText()));
        Label from = new Label("Reach it from the server");
        from.getStyleClass().add("section");
        from.setMinWidth(Region.USE_PREF_SIZE);
        reach = new VBox(6, from, new HBox(8, command, copy));

        Label what = new Label("What happened");
        what.getStyleClass().add("section");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Button report = new Button("Copy report");
        report.getStyleClass().add("flat");
        report.setOnAction(e -> CopyText.copyBy(report, controller.report(row)));
        Button log = new Button("Log…");
        log.getStyleClass().add("flat");
        log.setOnAction(e -> controller.log(row.name()));
        HBox whatLine = new HBox(8, what, gap, report, log);
        whatLine.setAlignment(Pos.CENTER_LEFT);
        TitledPane more = new TitledPane("Details", details);
        more.setExpanded(false);
        more.setAnimated(false);
        more.getStyleClass().add("dense");

        VBox box =
                new VBox(
                        14,
                        title,
                        new VBox(4, headline, reason, routes),
                        advice,
                        plots,
                        reach,
                        whatLine,
                        happened,
                        more);
        box.getStyleClass().add("detail");
        setContent(box);
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        getStyleClass().add("edge-to-edge");
        ticker.nowProperty().addListener(changed);
    }

    void show(TunnelRow next) {
        if (row != null) {
            row.statusProperty().removeListener(changed);
        }
        row = next;
        if (row != null) {
            row.statusProperty().addListener(changed);
            setVvalue(0);
        }
        refresh();
    }

    private void refresh() {
        if (row == null || ticker.isPaused()) {
            return;
        }
        TunnelStatus status = row.status();
        icon.show(row.look());
        name.setText(row.name());
        headline.setText(row.headline(ticker.now()));
        String why = Sentence.why(status, ticker.now());
        reason.setText(why);
        shown(reason, !why.isEmpty());
        advice.show(status.failure().map(Failure::advice).orElse(""));
        routes.setText(String.join("\n", row.routes()));
        pause.setText(row.isOff() ? "Connect" : "Pause");
        shown(reconnect, !row.isOff());
        plots.show(row.history(), ticker.now());
        // Setting the same text again would take a selection away.
        if (!command.getText().equals(row.sshCommand())) {
            command.setText(row.sshCommand());
        }
        shown(reach, !row.sshCommand().isEmpty());
        happened.show(row, ticker.now());
        details.setText(details(status));
    }

    private static void shown(Region region, boolean is) {
        region.setVisible(is);
        region.setManaged(is);
    }

    private String details(TunnelStatus status) {
        StringJoiner text = new StringJoiner("\n");
        text.add("Server: " + Sentence.or(status.serverVersion(), "not connected"));
        status.session()
                .ifPresent(
                        s -> {
                            text.add("Connected: " + s.local() + " → " + s.peer());
                            text.add("Encrypted: " + s.cipher() + ", keys by " + s.keyExchange());
                        });
        text.add("Logins since the start: " + status.logins());
        if (!status.heartbeat().isEmpty()) {
            text.add("Heartbeat: " + status.heartbeat());
        }
        for (ForwardStatus f : status.forwards()) {
            text.add(
                    TunnelRow.route(f)
                            + ": "
                            + Sentence.count(f.visitors(), "visitor", "visitors")
                            + f.oldestVisitor()
                                    .map(at -> ", the first came " + Wording.ago(at, ticker.now()))
                                    .orElse("")
                            + ", "
                            + Wording.bytes(f.bytesIn())
                            + " in, "
                            + Wording.bytes(f.bytesOut())
                            + " out");
        }
        return text.toString();
    }
}
