package org.tunnelfun.desktop.app;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.stage.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.ConfigException;
import org.tunnelfun.desktop.config.ConfigFile;
import org.tunnelfun.desktop.config.TunnelConfig;
import org.tunnelfun.desktop.control.ControlClient;
import org.tunnelfun.desktop.engine.Time;
import org.tunnelfun.desktop.engine.TunnelControl;
import org.tunnelfun.desktop.logging.LogSetup;
import org.tunnelfun.desktop.tray.Tray;
import org.tunnelfun.desktop.ui.Book;
import org.tunnelfun.desktop.ui.Desk;
import org.tunnelfun.desktop.ui.HistoryFile;
import org.tunnelfun.desktop.ui.HostKeyDialog;
import org.tunnelfun.desktop.ui.Notifications;
import org.tunnelfun.desktop.ui.Preferences;
import org.tunnelfun.desktop.ui.SecretDialog;
import org.tunnelfun.desktop.ui.Theme;

/**
 * The tray app: builds and wires everything, and closes it in reverse. Where another process keeps
 * the tunnels already, shows and steers those instead of starting a second engine.
 */
public final class DesktopApp extends Application {

    private static final Logger LOG = LoggerFactory.getLogger(DesktopApp.class);

    /** Set for a start at login: the icon is enough then. */
    private static final String HIDDEN = "tunnelfun.hidden";

    /** What a crash may cost of the timelines. */
    private static final Duration SAVE_HISTORY = Duration.ofMinutes(5);

    private static final AppPaths PATHS = AppPaths.system();
    private static final Instance INSTANCE = Instance.ofConfig(PATHS, PATHS.config());

    private final Time time = Time.system();
    private final Time.Loop work = time.loop("config");
    private final Executor screen = Platform::runLater;
    private Optional<Service> service = Optional.empty();
    private TunnelControl control;
    private Book book;
    private Desk desk;
    private Tray tray;
    private Notifications notifications;
    private FileWatch watch;
    private final HistoryFile history =
            new HistoryFile(PATHS.state().resolve(INSTANCE.id() + ".history"));
    private volatile boolean icon;

    /** Runs until the person quits; a second start shows the first one's window and ends. */
    public static void main(String[] args) {
        if (!shownElsewhere()) {
            launch(args);
        }
    }

    private static boolean shownElsewhere() {
        Optional<InstanceInfo> other =
                InstanceInfo.read(INSTANCE.info()).filter(info -> info.process().isPresent());
        if (other.isEmpty()) {
            return false;
        }
        try {
            ControlClient.act(other.get().socket(), "show", null, Duration.ofSeconds(3));
            return true;
        } catch (IOException e) {
            // It has no window, or hangs: this one becomes its window.
            LOG.debug("the other instance shows no window: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void start(Stage stage) throws IOException {
        Platform.setImplicitExit(false);
        Preferences preferences =
                new Preferences(PATHS.config().resolveSibling("window.properties"));
        LogSetup.level(preferences.logLevel());
        Theme theme =
                new Theme(
                        new PrimerLight().getUserAgentStylesheet(),
                        new PrimerDark().getUserAgentStylesheet());
        theme.choose(preferences.theme());
        HostKeyDialog hostKeys = new HostKeyDialog(theme, screen);
        SecretDialog secrets = new SecretDialog(theme, screen);
        service =
                Service.start(
                        PATHS,
                        INSTANCE,
                        hostKeys,
                        secrets,
                        Optional.of(() -> screen.execute(() -> desk.window().show())));
        control =
                new Steering(
                        service.<TunnelControl>map(Service::tunnels)
                                .orElseGet(DesktopApp::attached),
                        () -> {
                            hostKeys.askAgain();
                            secrets.askAgain();
                        });
        book = new Book(new ConfigFile(PATHS.config()));
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
        stage.getIcons().addAll(icons());
        stage.setOnCloseRequest(
                e -> {
                    e.consume();
                    desk.explainClose(icon);
                    stage.hide();
                });
        book.follow(this::configChanged);
        configChanged();
        if (!Boolean.getBoolean(HIDDEN)) {
            desk.window().show();
        }
        watch =
                new FileWatch(
                        time,
                        () -> Set.of(PATHS.config()),
                        file -> screen.execute(this::configTouched));
        work.after(SAVE_HISTORY, this::saveHistory);
        notifications = new Notifications(time, control, preferences::notifications);
        tray = new Tray(time, control, new MenuActions(this), this::trayKnown);
    }

    private static TunnelControl attached() {
        return InstanceInfo.read(INSTANCE.info())
                .<TunnelControl>map(info -> new ControlClient(info.socket()))
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "another process keeps these tunnels and does not say"
                                                + " where it listens"));
    }

    private void configTouched() {
        if (!book.isCurrent()) {
            book.reload();
        }
    }

    private void configChanged() {
        desk.window().problem(book.problem().orElse(""));
        List<TunnelConfig> tunnels = book.problem().isPresent() ? null : own(book.tunnels());
        if (tunnels != null) {
            service.ifPresent(s -> work.execute(() -> s.tunnels().apply(tunnels)));
        }
    }

    private void saveHistory() {
        screen.execute(
                () -> {
                    String text = desk.historyText();
                    work.execute(() -> history.write(text));
                });
        work.after(SAVE_HISTORY, this::saveHistory);
    }

    private static List<TunnelConfig> own(List<TunnelConfig> all) {
        try {
            return Selection.of(all, Optional.empty(), HostName.own());
        } catch (ConfigException e) {
            LOG.info("{}", e.getMessage());
            return List.of();
        }
    }

    private void trayKnown(String problem) {
        icon = problem.isEmpty();
        screen.execute(
                () -> {
                    if (problem.isEmpty()) {
                        desk.window().notice("");
                    } else {
                        desk.window().notice("No icon in the tray: " + problem + ".");
                        desk.window().show();
                    }
                });
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
        if (desk.mayQuit()) {
            Platform.exit();
        }
    }

    @Override
    public void stop() throws Exception {
        watch.close();
        tray.close();
        notifications.close();
        work.close();
        history.write(desk.historyText());
        service.ifPresent(Service::close);
    }

    private static String version() {
        String version = DesktopApp.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static List<Image> icons() {
        return List.of(16, 32, 48, 64, 128).stream()
                .map(size -> "/org/tunnelfun/desktop/icons/tunnelfun-" + size + ".png")
                .map(name -> Objects.requireNonNull(DesktopApp.class.getResource(name), name))
                .map(address -> new Image(address.toString()))
                .toList();
    }
}
