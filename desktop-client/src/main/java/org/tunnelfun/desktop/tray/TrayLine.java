package org.tunnelfun.desktop.tray;

import java.util.List;

/**
 * One line of the menu. Pure data, so that the menu can be tested without a tray.
 *
 * @param text what it says; empty: a separator
 * @param action what a click does; null: nothing, now; of no use with {@code items}
 * @param items a submenu, or none
 */
record TrayLine(String text, Runnable action, List<TrayLine> items) {

    static final TrayLine SEPARATOR = new TrayLine("", () -> {}, List.of());

    static TrayLine of(String text, Runnable action) {
        return new TrayLine(text, action, List.of());
    }

    /** Something that cannot be done now. */
    static TrayLine disabled(String text) {
        return new TrayLine(text, null, List.of());
    }

    boolean isSeparator() {
        return text.isEmpty();
    }

    /** Whether the other line has its place in the same menu: new words are all it needs. */
    boolean sameShape(TrayLine other) {
        return isSeparator() == other.isSeparator() && items.size() == other.items.size();
    }
}
