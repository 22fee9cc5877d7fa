package org.tunnelfun.desktop.install;

import java.nio.file.Path;
import java.util.List;

/** The tray app at login: XDG Desktop Application Autostart Specification. */
final class AutostartPlan {

    private AutostartPlan() {}

    static Plan of(Request request) {
        return of(request, System.getenv("XDG_CONFIG_HOME"));
    }

    /**
     * The same.
     *
     * @param configHome the folder of configs, or null; the specification wants relative ones
     *     ignored
     */
    static Plan of(Request request, String configHome) {
        Path config =
                configHome != null && Path.of(configHome).isAbsolute()
                        ? Path.of(configHome)
                        : request.account().home().resolve(".config");
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
                List.of("It starts at the next login."));
    }
}
