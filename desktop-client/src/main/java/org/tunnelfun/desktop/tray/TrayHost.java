package org.tunnelfun.desktop.tray;

import java.util.List;
import org.tunnelfun.desktop.ui.Look;

/** Where the icon stands; a test's fake stands in for the desktop. */
interface TrayHost extends AutoCloseable {

    /**
     * Shows this icon and this whole menu.
     *
     * @return false if the old menu is not gone yet and this must be said again shortly
     */
    boolean show(Look look, List<TrayLine> lines);

    @Override
    void close();
}
