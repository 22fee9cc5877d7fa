package org.tunnelfun.desktop.ui;

import javafx.beans.binding.Bindings;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.FilteredList;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/** The main window's content: the list, and beside it the selected tunnel. */
final class WindowView extends BorderPane {

    /** Below this many a glance finds everything. */
    private static final int SEARCH_ABOVE = 10;

    private static final double LEAST_LIST = 180;

    /** What the title with its buttons needs in one line; in a window of 640 the list gets 210. */
    private static final double DETAIL = 430;

    private final TunnelRows rows;
    private final WindowController controller;
    private final FilteredList<TunnelRow> found;
    private final ListView<TunnelRow> list = new ListView<>();
    private final TextField search = new TextField();
    private final Label notice = new Label();
    private final SplitPane split;
    private final Label emptyTitle = new Label();
    private final Label emptyText = new Label();
    private final Button first = new Button("Set up the first tunnel");
    private final Node empty;

    WindowView(TunnelRows rows, WindowController controller, Ticker ticker) {
        this.rows = rows;
        this.controller = controller;
        found = new FilteredList<>(rows.all());
        DetailView detail = new DetailView(controller, ticker);
        list.setItems(found);
        list.setId("tunnels");
        list.setAccessibleText("Tunnels");
        list.setPlaceholder(new Label("Nothing found"));
        list.setCellFactory(l -> new TunnelCell(ticker));
        list.getStyleClass().addAll("tunnels", "edge-to-edge");
        list.setMinWidth(LEAST_LIST);
        list.getSelectionModel()
                .selectedItemProperty()
                .addListener((o, was, is) -> showRow(detail, is));
        split = new SplitPane(list, detail);
        list.setPrefWidth(300);
        split.setDividerPositions(0.32);
        SplitPane.setResizableWithParent(list, false);
        // In a narrow window the list gives way: what is selected needs the room more.
        list.maxWidthProperty()
                .bind(
                        Bindings.createDoubleBinding(
                                () -> mostOfList(split.getWidth()), split.widthProperty()));
        empty = empty();
        setTop(new VBox(bar(), noticeLine()));
        // A change listener, not an invalidation one: those run before the filter has followed.
        rows.all().addListener((ListChangeListener<TunnelRow>) c -> listChanged());
        listChanged();
    }

    private static double mostOfList(double window) {
        return Math.max(LEAST_LIST, Math.min(0.4 * window, window - DETAIL));
    }

    private void showRow(DetailView detail, TunnelRow row) {
        if (row != null) {
            detail.show(row);
        }
    }

    private HBox bar() {
        Button add = new Button("New tunnel");
        add.setMnemonicParsing(false);
        add.setOnAction(e -> controller.add());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        search.setPromptText("Search");
        search.setAccessibleText("Search tunnels");
        search.setPrefColumnCount(14);
        search.textProperty().addListener((o, was, is) -> find(is.strip()));
        search.setOnKeyPressed(
                e -> {
                    if (e.getCode() == KeyCode.ESCAPE) {
                        search.clear();
                        list.requestFocus();
                    } else if (e.getCode() == KeyCode.DOWN || e.getCode() == KeyCode.ENTER) {
                        list.requestFocus();
                    }
                });
        Button log = new Button("Log");
        log.getStyleClass().add("flat");
        log.setOnAction(e -> controller.log(null));
        Button settings = new Button("Settings");
        settings.getStyleClass().add("flat");
        settings.setOnAction(e -> controller.settings());
        HBox bar = new HBox(8, add, gap, search, log, settings);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("bar");
        return bar;
    }

    /** What is beside the list is one of those in it. */
    private void find(String words) {
        TunnelRow before = list.getSelectionModel().getSelectedItem();
        found.setPredicate(row -> row.matches(words));
        if (found.contains(before)) {
            list.getSelectionModel().select(before);
        } else if (!found.isEmpty()) {
            list.getSelectionModel().select(0);
        }
    }

    private Label noticeLine() {
        notice.getStyleClass().add("notice");
        notice.setWrapText(true);
        notice.setMaxWidth(Double.MAX_VALUE);
        notice("");
        return notice;
    }

    /** Says something above the list for as long as it holds: why there is no icon, for one. */
    void notice(String text) {
        notice.setText(text);
        Marks.shown(notice, !text.isEmpty());
    }

    private Node empty() {
        emptyTitle.getStyleClass().add("title-3");
        emptyText.setWrapText(true);
        emptyText.setMaxWidth(420);
        emptyText.setTextAlignment(TextAlignment.CENTER);
        first.getStyleClass().add("accent");
        first.setDefaultButton(true);
        first.setOnAction(e -> controller.guide());
        configured(0, true);
        VBox box = new VBox(16, emptyTitle, emptyText, first);
        box.setAlignment(Pos.CENTER);
        return box;
    }

    /** Tells apart why no tunnel is shown: none is configured, none can be, or none runs here. */
    void configured(int tunnels, boolean readable) {
        boolean none = tunnels == 0 && readable;
        emptyTitle.setText(none ? "No tunnel yet" : "No tunnel here");
        emptyText.setText(
                none
                        ? "A tunnel makes this device reachable from your server, wherever the"
                                + " device is. Five steps, and each is tested."
                        : tunnels == 0
                                ? "Once the config is mended, its tunnels start by themselves."
                                : "The config has "
                                        + Sentence.count(tunnels, "tunnel", "tunnels")
                                        + ", and none of them runs on this device.");
        Marks.shown(first, none);
    }

    private void listChanged() {
        boolean any = !rows.all().isEmpty();
        Node content = any ? split : empty;
        if (getCenter() != content) {
            setCenter(content);
            focus();
        }
        search.setVisible(rows.all().size() > SEARCH_ABOVE);
        if (any && list.getSelectionModel().getSelectedItem() == null) {
            list.getSelectionModel().select(0);
        }
    }

    /** Where the keyboard begins. */
    void focus() {
        // What came into the scene just now has no children yet to be found in it.
        applyCss();
        layout();
        (rows.all().isEmpty() ? first : list).requestFocus();
    }

    /** Keys that work wherever the focus is. */
    void installKeys() {
        key(KeyCode.N, controller::add);
        key(KeyCode.COMMA, controller::settings);
        key(KeyCode.L, () -> controller.log(null));
        key(KeyCode.F, search::requestFocus);
        key(
                KeyCode.R,
                () -> {
                    TunnelRow row = list.getSelectionModel().getSelectedItem();
                    if (row != null) {
                        controller.reconnect(row);
                    }
                });
    }

    private void key(KeyCode code, Runnable action) {
        getScene()
                .getAccelerators()
                .put(new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN), action);
    }

    /** Selects the tunnel of this name, if there is one. */
    void select(String tunnel) {
        TunnelRow row = rows.find(tunnel);
        if (row != null) {
            search.clear();
            list.getSelectionModel().select(row);
            list.scrollTo(row);
        }
    }
}
