package org.tunnelfun.desktop.ui;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.engine.TunnelStatus;

/** All screens of the program: opens each once, and asks before something typed is lost. */
public final class Desk implements WindowController.Screens {

    private final Theme theme;
    private final TunnelRows rows;
    private final Book book;
    private final Preferences preferences;
    private final Outside outside;
    private final Executor screen;
    private final String device;
    private final Stage main;
    private final MainWindow window;
    private final Map<String, Stage> open = new HashMap<>();

    /**
     * @param main the primary stage, not shown yet
     * @param histories those of an earlier run
     * @param device this device's name, which a first tunnel is called by
     */
    public Desk(
            Stage main,
            Theme theme,
            TunnelControl control,
            Time time,
            Map<String, History> histories,
            Book book,
            Preferences preferences,
            Outside outside,
            Executor screen,
            String version,
            String device) {
        this.main = main;
        this.theme = theme;
        this.book = book;
        this.preferences = preferences;
        this.outside = outside;
        this.screen = screen;
        this.device = device;
        rows = new TunnelRows(control, time, histories, screen);
        window = new MainWindow(main, theme, rows, control, time, version, this);
        rows.follow(this::entitle);
        book.follow(this::configured);
        configured();
    }

    private void configured() {
        window.configured(book.problem().orElse(""), book.current().entries().size());
    }

    private void entitle(List<TunnelStatus> statuses) {
        String title = "Tunnelfun – " + Wording.summary(statuses);
        if (!title.equals(main.getTitle())) {
            main.setTitle(title);
        }
    }

    /** Says why the program ends before it has begun, and waits until that is read. */
    public static void cannotStart(String why) {
        Ask.tell(null, "Tunnelfun cannot start", Sentence.upperFirst(why) + ".");
    }

    /** All histories, for {@link HistoryFile#write}. */
    public String historyText() {
        return rows.historyText();
    }

    public MainWindow window() {
        return window;
    }

    public TunnelRows rows() {
        return rows;
    }

    @Override
    public void edit(String tunnel) {
        form(
                "edit " + tunnel,
                "Tunnel " + tunnel,
                680,
                560,
                close ->
                        new EditorView(
                                book,
                                TunnelDraft.of(book.current(), tunnel),
                                outside,
                                screen,
                                close));
    }

    @Override
    public void add() {
        if (book.current().servers().isEmpty()) {
            guide();
            return;
        }
        form(
                "add",
                "New tunnel",
                680,
                560,
                close ->
                        new EditorView(
                                book, TunnelDraft.fresh(book.current()), outside, screen, close));
    }

    @Override
    public void guide() {
        form(
                "guide",
                "First tunnel",
                680,
                600,
                close -> new GuideView(book, outside, screen, device, this::imports, close));
    }

    /** Leaves the guide first: both write the same file. */
    @Override
    public void imports() {
        Stage guide = open.get("guide");
        if (guide != null) {
            guide.fireEvent(new WindowEvent(guide, WindowEvent.WINDOW_CLOSE_REQUEST));
        }
        if (!open.containsKey("guide")) {
            form(
                    "import",
                    "Import",
                    600,
                    440,
                    close -> new ImportView(book, outside, screen, close));
        }
    }

    @Override
    public void settings() {
        form(
                "settings",
                "Settings",
                720,
                600,
                close -> new SettingsView(book, preferences, theme, outside));
    }

    @Override
    public void log(String tunnel) {
        Stage shown = open.get("log");
        if (shown != null) {
            shown.close();
        }
        LogView view = new LogView(rows, tunnel);
        Stage stage = Page.open(main, theme, "Log", view, 760, 480);
        open.put("log", stage);
        // Only an open log costs anything.
        Runnable end = rows.follow(statuses -> view.refresh());
        stage.setOnHidden(
                e -> {
                    end.run();
                    open.remove("log", stage);
                });
    }

    private <V extends Parent & Unsaved> void form(
            String id, String title, double w, double h, Function<Runnable, V> maker) {
        Stage shown = open.get(id);
        if (shown != null) {
            shown.toFront();
            return;
        }
        V view = maker.apply(() -> open.get(id).close());
        Stage stage = Page.open(main, theme, title, view, w, h);
        // Without its style a screen has no fields yet.
        view.applyCss();
        view.layout();
        view.lookupAll(".page .text-field").stream()
                .filter(Desk::isShown)
                .findFirst()
                .ifPresent(Node::requestFocus);
        open.put(id, stage);
        stage.setOnCloseRequest(
                e -> {
                    // Some platforms send this also while a window is being hidden.
                    if (stage.isShowing() && view.isUnsaved() && !mayClose(stage, view)) {
                        e.consume();
                    } else {
                        stage.close();
                    }
                });
        stage.setOnHidden(
                e -> {
                    view.closed();
                    open.remove(id);
                });
    }

    /** Not on a tab behind another. */
    private static boolean isShown(Node node) {
        return node == null || node.isVisible() && isShown(node.getParent());
    }

    private static boolean mayClose(Stage stage, Unsaved view) {
        return switch (Ask.unsaved(stage)) {
            case SAVE -> view.save();
            case DISCARD -> true;
            case STAY -> false;
        };
    }

    /** Explains once that closing the window ends nothing. */
    public void explainClose(boolean icon) {
        if (!preferences.closeExplained()) {
            preferences.explainedClose();
            Ask.tell(
                    main,
                    "The tunnels stay up",
                    "Tunnelfun goes on without its window. "
                            + (icon
                                    ? "The icon in the tray brings it back and quits it."
                                    : "Starting Tunnelfun again brings it back."));
        }
    }

    /** Whether the person really wants to quit, told what will drop. */
    public boolean mayQuit() {
        int visitors = rows.all().stream().mapToInt(TunnelRow::visitors).sum();
        return visitors == 0
                || Ask.yes(
                        main,
                        "Quit Tunnelfun?",
                        Sentence.count(visitors, "connection", "connections")
                                + " through the tunnels will drop.",
                        "Quit");
    }

    /** Puts the ssh command of a tunnel into the clipboard. */
    public void copyCommand(String tunnel) {
        TunnelRow row = rows.find(tunnel);
        if (row != null && !row.sshCommand().isEmpty()) {
            CopyText.copy(row.sshCommand());
        }
    }
}
