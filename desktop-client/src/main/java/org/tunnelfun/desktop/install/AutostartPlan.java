package org.tunnelfun.desktop.install;

import java.nio.file.Path;
import java.util.List;

/** The tray app at login: XDG Desktop Application Autostart Specification. */
final class AutostartPlan {

    private AutostartPlan() {}

    static Plan of(Request request) {
        return of(request, ConfigHome.variable());
    }

    /**
     * The same.
     *
     * @param configHome as for {@link ConfigHome#of}
     */
    static Plan of(Request request, String configHome) {
        Path config = ConfigHome.of(request.account(), configHome);
        String entry =
                """
                [Desktop Entry]
                Type=Application
                Name=Tunnelfun
                Comment=Keeps reverse SSH forwards alive
                Exec=%s
                Icon=tunnelfun
                Terminal=false
                StartupNotify=false
                Categories=Network;RemoteAccess;
                X-GNOME-Autostart-enabled=true
                """
                        .formatted(Quote.desktopEntry(request.command()));
        return new Plan(
                "the tray app at login",
                Plan.File.of(config.resolve("autostart/tunnelfun.desktop"), entry),
                "",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of("It starts at the next login."));
    }
}
