package org.tunnelfun.desktop.tray;

import java.util.List;

/**
 * One line of the menu. Pure data, so that the menu can be tested without a tray.
 *
 * @param text what it says; empty: a separator
 * @param action what a click does; with {@code items}: nothing
 * @param items a submenu, or none
 */
record TrayLine(String text, Runnable action, List<TrayLine> items) {

    static final TrayLine SEPARATOR = new TrayLine("", () -> {}, List.of());

    static TrayLine of(String text, Runnable action) {
        return new TrayLine(text, action, List.of());
    }

    /** Whether the other line has its place in the same menu, so that new text is all it needs. */
    boolean sameShape(TrayLine other) {
        return text.isEmpty() == other.text.isEmpty()
                && items.stream()
                        .map(TrayLine::text)
                        .toList()
                        .equals(other.items.stream().map(TrayLine::text).toList());
    }
}
