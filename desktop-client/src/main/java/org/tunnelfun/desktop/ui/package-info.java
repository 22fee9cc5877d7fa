/**
 * The screen: views, their models, and the words that screen, tray, log and terminal share.
 *
 * <p>May import engine, config and javafx; {@link org.tunnelfun.desktop.ui.Wording} and {@link
 * org.tunnelfun.desktop.ui.Look} import no javafx, because tray, log and terminal use them too.
 */
package org.tunnelfun.desktop.ui;
