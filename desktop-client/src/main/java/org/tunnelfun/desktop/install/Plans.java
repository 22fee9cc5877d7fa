package org.tunnelfun.desktop.install;

import java.util.Locale;

/** Which means a system has. */
public final class Plans {

    private Plans() {}

    /**
     * The plan for a system.
     *
     * @param osName as in the property {@code os.name}
     * @throws IllegalArgumentException for names and paths that cannot be written down
     */
    public static Plan of(String osName, Request request) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean tray = request.scope() == Scope.TRAY;
        if (os.startsWith("windows")) {
            return tray ? WindowsPlan.tray(request) : WindowsPlan.of(request);
        }
        if (os.startsWith("mac")) {
            return LaunchdPlan.of(request);
        }
        return tray ? AutostartPlan.of(request) : SystemdPlan.of(request);
    }
}
