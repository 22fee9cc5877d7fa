package org.tunnelfun.desktop.tray;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What GTK, which draws icon, menu and the frames of windows on Linux, has to know beforehand. */
public final class Gtk {

    private static final Logger LOG = LoggerFactory.getLogger(Gtk.class);

    private interface C extends Library {
        int setenv(String name, String value, int overwrite);
    }

    private Gtk() {}

    /**
     * Keeps GTK from loading OpenGL, to be called before anything starts GTK: to ask which visuals
     * there are it loads the whole driver, some 50 MB without a graphics card, and nothing here
     * draws by it. Whoever has set {@code GDK_GL} is obeyed.
     */
    public static void withoutOpenGl() {
        if (!System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")) {
            return;
        }
        try {
            Native.load("c", C.class).setenv("GDK_GL", "disable", 0);
        } catch (LinkageError | RuntimeException e) {
            LOG.debug("GTK may load OpenGL: {}", e.toString());
        }
    }
}
