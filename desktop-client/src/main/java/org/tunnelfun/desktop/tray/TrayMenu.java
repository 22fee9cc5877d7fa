package org.tunnelfun.desktop.tray;

import dorkbox.systemTray.Entry;
import dorkbox.systemTray.Menu;
import dorkbox.systemTray.MenuItem;
import dorkbox.systemTray.Separator;
import dorkbox.systemTray.SystemTray;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.tunnelfun.desktop.ui.Look;

/**
 * The tray as the library gives it: an icon and the lines of a menu. The library is asleep (last
 * release 2023) and this is the one class that would be written anew to replace it. For one thread.
 */
final class TrayMenu implements TrayHost {

    static {
        // Without this the library reports every start to its author over plain HTTP.
        System.setProperty("dorkbox.updates.Updates.ENABLE", "false");
    }

    private static final List<Integer> SIZES = List.of(16, 20, 24, 32, 48, 64);

    private final SystemTray tray;
    private final List<Entry> entries = new ArrayList<>();
    private List<TrayLine> shown = List.of();
    private Look look;

    private TrayMenu(SystemTray tray) {
        this.tray = tray;
    }

    /**
     * Puts an icon into the tray; may take a minute.
     *
     * @throws IllegalStateException when there is no tray, saying why
     */
    static TrayHost open() {
        // On macOS the library otherwise swaps out classes of the running Java.
        SystemTray.AUTO_FIX_INCONSISTENCIES = !mac();
        // As root it would take the kind of tray that draws a white square.
        SystemTray.ENABLE_ROOT_CHECK = false;
        SystemTray tray = SystemTray.get("tunnelfun");
        if (tray == null) {
            throw new IllegalStateException("this desktop has no tray");
        }
        String type = tray.getType().name();
        if (linux() && (type.equals("Swing") || type.equals("Awt"))) {
            // These draw a white square instead of the icon.
            tray.shutdown();
            throw new IllegalStateException(
                    "it needs the libraries libgtk-3-0 and libayatana-appindicator3-1");
        }
        return new TrayMenu(tray);
    }

    @Override
    public void show(Look next, List<TrayLine> lines) {
        if (next != look) {
            look = next;
            tray.setImage(icon(next));
        }
        if (sameShape(lines)) {
            retext(lines);
        } else {
            rebuild(lines);
        }
        shown = List.copyOf(lines);
    }

    private boolean sameShape(List<TrayLine> lines) {
        if (lines.size() != shown.size()) {
            return false;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).sameShape(shown.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** New words in the old places: a menu that is open stays open. */
    private void retext(List<TrayLine> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).text().equals(shown.get(i).text())) {
                ((MenuItem) entries.get(i)).setText(lines.get(i).text());
            }
        }
    }

    private void rebuild(List<TrayLine> lines) {
        entries.forEach(Entry::remove);
        entries.clear();
        for (TrayLine line : lines) {
            entries.add(tray.getMenu().add(entry(line)));
        }
    }

    private static Entry entry(TrayLine line) {
        if (line.text().isEmpty()) {
            return new Separator();
        }
        if (line.items().isEmpty()) {
            return new MenuItem(line.text(), e -> line.action().run());
        }
        Menu menu = new Menu(line.text());
        line.items().forEach(item -> menu.add(entry(item)));
        return menu;
    }

    private URL icon(Look look) {
        int wanted = tray.getTrayImageSize();
        int size = SIZES.stream().filter(s -> s >= wanted).findFirst().orElse(64);
        String name = "tray-" + name(look) + "-" + size + ".png";
        return Objects.requireNonNull(
                TrayMenu.class.getResource("/org/tunnelfun/desktop/icons/" + name), name);
    }

    private static String name(Look look) {
        return switch (look) {
            case OFF -> "off";
            case WORKING -> "working";
            case UP -> "up";
            case PARTLY -> "unproven";
            case NEEDS_YOU -> "needs-user";
        };
    }

    private static boolean linux() {
        return os().startsWith("linux");
    }

    private static boolean mac() {
        return os().startsWith("mac");
    }

    private static String os() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        tray.shutdown();
    }
}
