package org.tunnelfun.desktop.app;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Locale;

/** The tray app's door, which is the only way to the classes of the screen. */
final class Screen {

    /** EX_UNAVAILABLE of sysexits.h. */
    private static final int NO_DISPLAY = 69;

    private static final int FAILED = 1;

    /** The one argument of the tray app: at login the icon is enough. */
    static final String HIDDEN = "--hidden";

    private Screen() {}

    /** Runs the tray app until it ends; its exit code. */
    static int start(String[] args) {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        if (linux && unset("DISPLAY") && unset("WAYLAND_DISPLAY")) {
            return sorry("there is no display (DISPLAY and WAYLAND_DISPLAY are not set)");
        }
        try {
            Class.forName("org.tunnelfun.desktop.app.DesktopApp")
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) args);
            return 0;
        } catch (InvocationTargetException e) {
            if (root(e) instanceof IOException told) {
                System.err.println("tunnelfun: " + told.getMessage());
                return FAILED;
            }
            return sorry("the screen cannot be used: " + root(e));
        } catch (ReflectiveOperationException | LinkageError e) {
            return sorry("the screen's libraries are missing: " + e.getMessage());
        }
    }

    /** JavaFX wraps what went wrong, several times. */
    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }

    private static int sorry(String why) {
        System.err.println("tunnelfun: " + why);
        System.err.println("Without a screen, use: tunnelfun run   (tunnelfun --help tells more)");
        return NO_DISPLAY;
    }

    private static boolean unset(String variable) {
        String value = System.getenv(variable);
        return value == null || value.isEmpty();
    }
}
