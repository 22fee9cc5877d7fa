package org.tunnelfun.desktop.tray;

import dorkbox.systemTray.Entry;
import dorkbox.systemTray.Menu;
import dorkbox.systemTray.MenuItem;
import dorkbox.systemTray.Separator;
import dorkbox.systemTray.SystemTray;
import dorkbox.systemTray.util.SizeAndScaling;
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

    /** What panels have room for at 100 %. */
    private static final int UNSCALED = 24;

    private final SystemTray tray;
    private final List<Shown> shown = new ArrayList<>();
    private Look look;

    private TrayMenu(SystemTray tray) {
        this.tray = tray;
    }

    /**
     * Puts an icon into the tray; may take a minute.
     *
     * @param scale pixels of the screen for one of a window's
     * @throws IllegalStateException when there is no tray, saying why
     */
    static TrayHost open(double scale) {
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
        if (linux()) {
            enlarge(tray.getTrayImageSize(), scale);
        }
        return new TrayMenu(tray);
    }

    /**
     * Where the library does not know the desktop it takes icons for 100 %, which a panel of 200 %
     * would show blurred or tiny.
     */
    private static void enlarge(int size, double scale) {
        int wanted = (int) Math.round(UNSCALED * scale);
        int largest = SIZES.get(SIZES.size() - 1);
        SizeAndScaling.TRAY_SIZE = Math.min(largest, Math.max(size, wanted));
    }

    @Override
    public boolean show(Look next, List<TrayLine> lines) {
        if (next != look) {
            look = next;
            tray.setImage(icon(next));
        }
        if (sameShape(lines)) {
            for (int i = 0; i < lines.size(); i++) {
                shown.get(i).say(lines.get(i));
            }
            return true;
        }
        if (!shown.isEmpty()) {
            // The library removes later, on a thread of its own: what is added before all is gone
            // would come to a wrong place or be lost.
            shown.forEach(s -> tray.getMenu().remove(s.entry));
            shown.clear();
            return false;
        }
        lines.forEach(line -> shown.add(Shown.in(tray.getMenu(), line)));
        return true;
    }

    private boolean sameShape(List<TrayLine> lines) {
        if (lines.size() != shown.size()) {
            return false;
        }
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).sameShape(shown.get(i).line)) {
                return false;
            }
        }
        return true;
    }

    /** A line that stands in the menu; new words come to the old place, so an open menu stays. */
    private static final class Shown {
        private final Entry entry;
        private final List<Shown> items = new ArrayList<>();
        private TrayLine line;

        private Shown(Entry entry, TrayLine line) {
            this.entry = entry;
            this.line = line;
        }

        static Shown in(Menu menu, TrayLine line) {
            if (line.isSeparator()) {
                return new Shown(menu.add(new Separator()), line);
            }
            if (!line.items().isEmpty()) {
                Menu submenu = menu.add(new Menu(line.text()));
                Shown shown = new Shown(submenu, line);
                line.items().forEach(item -> shown.items.add(in(submenu, item)));
                return shown;
            }
            MenuItem item = new MenuItem(line.text());
            Shown shown = new Shown(item, line);
            item.setCallback(e -> shown.clicked());
            item.setEnabled(line.action() != null);
            menu.add(item);
            return shown;
        }

        private void clicked() {
            Runnable action = line.action();
            if (action != null) {
                action.run();
            }
        }

        void say(TrayLine next) {
            TrayLine before = line;
            line = next;
            if (!next.text().equals(before.text())) {
                ((MenuItem) entry).setText(next.text());
            }
            if (next.items().isEmpty()
                    && !next.isSeparator()
                    && (next.action() == null) != (before.action() == null)) {
                ((MenuItem) entry).setEnabled(next.action() != null);
            }
            for (int i = 0; i < items.size(); i++) {
                items.get(i).say(next.items().get(i));
            }
        }
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
