package org.tunnelfun.desktop.app;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.config.PrivateFile;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.logging.LogSetup;
import org.tunnelfun.desktop.tray.Gtk;
import org.tunnelfun.desktop.tray.Tray;
import org.tunnelfun.desktop.ui.Book;
import org.tunnelfun.desktop.ui.Desk;
import org.tunnelfun.desktop.ui.HistoryFile;
import org.tunnelfun.desktop.ui.HostKeyDialog;
import org.tunnelfun.desktop.ui.Notifications;
import org.tunnelfun.desktop.ui.Preferences;
import org.tunnelfun.desktop.ui.Pulse;
import org.tunnelfun.desktop.ui.SecretDialog;
import org.tunnelfun.desktop.ui.Theme;
import org.tunnelfun.desktop.ui.WindowIcons;

/**
 * The tray app: builds and wires everything, and closes it in reverse. Where another process keeps
 * the tunnels already, shows and steers those instead of starting a second engine.
 */
public final class DesktopApp extends Application {

    private static final Logger LOG = LoggerFactory.getLogger(DesktopApp.class);

    /** At login a tray may be late, and nobody waits for the window. */
    private static final Duration BUSY_LOGIN = Duration.ofSeconds(60);

    private static final AppPaths PATHS = AppPaths.system();
    private static final Instance INSTANCE = Instance.ofConfig(PATHS, PATHS.config());

    // JavaFX makes the application by itself: what main() knows cannot be handed over otherwise.
    private static boolean hidden;
    private static WindowDoor door;
    private static IOException locked;

    private final Time time = Time.system();
    private final Time.Loop work = time.loop("config");
    private final Executor screen = Platform::runLater;
    private Optional<Service> service = Optional.empty();
    private Optional<Attachment> attachment = Optional.empty();
    private TunnelControl control;
    private Book book;
    private Desk desk;
    private Tray tray;
    private Notifications notifications;
    private FileWatch watch;
    private Timelines timelines;
    private volatile boolean icon;
    private final AtomicBoolean ended = new AtomicBoolean();

    /**
     * Runs until the person quits; a second start shows the first one's window and ends.
     *
     * @param args {@code --hidden}, or nothing
     */
    public static void main(String[] args) throws InterruptedException {
        hidden = args.length > 0;
        try {
            Optional<WindowDoor> entered = WindowDoor.enter(PATHS, INSTANCE, hidden);
            if (entered.isEmpty()) {
                return;
            }
            door = entered.get();
        } catch (IOException e) {
            locked = e;
        }
        Gtk.withoutOpenGl();
        launch();
    }

    @Override
    public void start(Stage stage) throws IOException {
        try {
            if (locked != null) {
                throw locked;
            }
            build(stage);
        } catch (IOException e) {
            String why =
                    "cannot use the state folder " + PATHS.state() + ": " + PrivateFile.plain(e);
            // Whoever started it by a click reads no terminal.
            Desk.cannotStart(why);
            throw new IOException(why);
        }
    }

    private void build(Stage stage) throws IOException {
        Platform.setImplicitExit(false);
        Pulse.followWindows();
        Preferences preferences =
                new Preferences(PATHS.config().resolveSibling("window.properties"));
        LogSetup.level(preferences.logLevel());
        Theme theme =
                new Theme(
                        new PrimerLight().getUserAgentStylesheet(),
                        new PrimerDark().getUserAgentStylesheet());
        theme.choose(preferences.theme());
        List<Image> icons = WindowIcons.all();
        theme.icons(icons);
        HostKeyNotice hostKeys =
                new HostKeyNotice(new HostKeyDialog(theme, screen), why -> notice("host key", why));
        SecretDialog secrets = new SecretDialog(theme, screen);
        service = Service.start(PATHS, INSTANCE, hostKeys, secrets);
        if (service.isEmpty()) {
            attachment =
                    Optional.of(
                            new Attachment(
                                    INSTANCE, SocketPlace.of(PATHS, INSTANCE), hostKeys, secrets));
        }
        control =
                new Steering(
                        service.<TunnelControl>map(Service::tunnels)
                                .orElseGet(() -> attachment.get().tunnels()),
                        () -> {
                            hostKeys.askAgain();
                            secrets.askAgain();
                        });
        book = new Book(new ConfigFile(PATHS.config()));
        HistoryFile history = new HistoryFile(PATHS.state().resolve(INSTANCE.id() + ".history"));
        desk =
                new Desk(
                        stage,
                        theme,
                        control,
                        time,
                        history.read(time.wall()),
                        book,
                        preferences,
                        new ScreenHelp(hostKeys, secrets, control),
                        screen,
                        version(),
                        HostName.own());
        // What another process keeps tunnels by is not in this session's keyring.
        service.ifPresent(
                s ->
                        secrets.offer(
                                new KeyringKeeper(
                                        book, screen, problem -> notice("keyring", problem))));
        stage.getIcons().addAll(icons);
        stage.setOnCloseRequest(
                e -> {
                    e.consume();
                    desk.explainClose(icon);
                    stage.hide();
                });
        book.follow(this::configChanged);
        configChanged();
        attachment.ifPresent(a -> a.follow(words -> notice("keeper", words)));
        door.listen(control, () -> screen.execute(() -> desk.window().show()));
        if (!hidden) {
            desk.window().show();
        }
        watch =
                new FileWatch(
                        time,
                        () -> Set.of(PATHS.config()),
                        file -> screen.execute(this::configTouched));
        timelines = new Timelines(history, desk::historyText, screen, work);
        timelines.keep();
        Runtime.getRuntime().addShutdownHook(new Thread(this::endBySignal, "end"));
        notifications = new Notifications(time, control, preferences::notifications);
        tray =
                new Tray(
                        time,
                        control,
                        new MenuActions(this),
                        javafx.stage.Screen.getPrimary().getOutputScaleX(),
                        this::trayKnown);
    }

    private void configTouched() {
        if (!book.isCurrent()) {
            book.reload();
        }
    }

    private void configChanged() {
        List<TunnelConfig> tunnels = book.problem().isPresent() ? null : own(book.tunnels());
        if (tunnels != null) {
            service.ifPresent(s -> work.execute(() -> s.tunnels().apply(tunnels)));
        }
    }

    private static List<TunnelConfig> own(List<TunnelConfig> all) {
        try {
            return Selection.of(all, Optional.empty(), HostName.own());
        } catch (ConfigException e) {
            LOG.info("{}", e.getMessage());
            return List.of();
        }
    }

    /** On any thread. */
    private void notice(String about, String text) {
        screen.execute(() -> desk.window().notice(about, text));
    }

    private void trayKnown(String problem) {
        icon = problem.isEmpty();
        notice("tray", icon ? "" : "No icon in the tray: " + problem + ".");
        if (!icon) {
            Duration wait = hidden ? BUSY_LOGIN : Duration.ZERO;
            screen.execute(() -> work.after(wait, this::showWithoutIcon));
        }
    }

    private void showWithoutIcon() {
        if (!icon) {
            screen.execute(() -> desk.window().show());
        }
    }

    Executor screen() {
        return screen;
    }

    Desk desk() {
        return desk;
    }

    TunnelControl control() {
        return control;
    }

    /** Asks where something would drop, then ends the program. */
    void quit() {
        // What another process keeps drops nothing.
        if (service.isEmpty() || desk.mayQuit()) {
            Platform.exit();
        }
    }

    @Override
    public void stop() throws Exception {
        if (tray != null) {
            end(desk.historyText());
        } else {
            // It did not come far.
            service.ifPresent(Service::close);
            work.close();
        }
    }

    /** At logout the system sends a signal, and JavaFX knows nothing of it. */
    private void endBySignal() {
        try {
            end(timelines.last());
        } catch (Exception e) {
            LOG.debug("ended in a hurry: {}", e.toString());
        }
    }

    private void end(String history) throws Exception {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        door.close();
        watch.close();
        tray.close();
        notifications.close();
        work.close();
        timelines.end(history);
        attachment.ifPresent(Attachment::close);
        service.ifPresent(Service::close);
    }

    private static String version() {
        String version = DesktopApp.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
