package org.tunnelfun.desktop.ui;

import javafx.beans.InvalidationListener;
import javafx.beans.WeakInvalidationListener;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One line of the list: shape, name, port, and below it the state in words. */
final class TunnelCell extends ListCell<TunnelRow> {

    private final Ticker ticker;
    private final StateIcon icon = new StateIcon(16);
    private final Label name = new Label();
    private final Label port = new Label();
    private final Label subtitle = new Label();
    private final HBox box;
    private final InvalidationListener changed = o -> refresh();
    private final InvalidationListener weak = new WeakInvalidationListener(changed);

    TunnelCell(Ticker ticker) {
        this.ticker = ticker;
        name.getStyleClass().add("row-name");
        port.getStyleClass().add("row-port");
        port.setMinWidth(Region.USE_PREF_SIZE);
        subtitle.getStyleClass().add("text-muted");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        VBox words = new VBox(2, new HBox(8, name, gap, port), subtitle);
        HBox.setHgrow(words, Priority.ALWAYS);
        box = new HBox(10, icon, words);
        box.setAlignment(Pos.CENTER_LEFT);
        // The cell is as wide as the list: long words are cut instead of scrolled to.
        setPrefWidth(0);
        ticker.nowProperty().addListener(weak);
    }

    @Override
    protected void updateItem(TunnelRow row, boolean empty) {
        TunnelRow old = getItem();
        if (old != null && old != row) {
            old.statusProperty().removeListener(weak);
        }
        super.updateItem(row, empty);
        if (empty || row == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        if (old != row) {
            row.statusProperty().addListener(weak);
        }
        refresh();
        setGraphic(box);
    }

    private void refresh() {
        TunnelRow row = getItem();
        if (row == null || ticker.isPaused()) {
            return;
        }
        icon.show(row.look());
        name.setText(row.name());
        port.setText(Wording.ports(row.status()));
        subtitle.setText(row.subtitle(ticker.now()));
        setAccessibleText(
                row.name() + ", port " + port.getText() + ", " + row.headline(ticker.now()));
    }
}
