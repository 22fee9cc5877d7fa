package org.tunnelfun.desktop.tray;

import java.util.List;
import org.tunnelfun.desktop.ui.Look;

/** Where the icon stands; a test's fake stands in for the desktop. */
interface TrayHost extends AutoCloseable {

    /** Shows this icon and this whole menu. */
    void show(Look look, List<TrayLine> lines);

    @Override
    void close();
}
