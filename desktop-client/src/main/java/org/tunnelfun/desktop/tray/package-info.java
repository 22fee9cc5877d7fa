/**
 * The icon in the system's tray and its menu.
 *
 * <p>May import engine, ui's {@code Wording} and {@code Look}, and the tray library, which only
 * {@link org.tunnelfun.desktop.tray.TrayMenu} knows. Everything happens on one loop of the tray's
 * own, never on the screen's thread: the library can hang.
 */
package org.tunnelfun.desktop.tray;
