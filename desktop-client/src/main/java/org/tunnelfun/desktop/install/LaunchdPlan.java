package org.tunnelfun.desktop.install;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A launchd agent or daemon: launchd.plist(5), launchctl(1). */
final class LaunchdPlan {

    private static final String DOMAIN = "org.tunnelfun.";

    private LaunchdPlan() {}

    static Plan of(Request request) {
        boolean system = request.scope() == Scope.SYSTEM;
        boolean tray = request.scope() == Scope.TRAY;
        String label = DOMAIN + (tray ? "tray" : request.serviceName());
        Path library = system ? Path.of("/Library") : request.account().home().resolve("Library");
        Path file =
                library.resolve(system ? "LaunchDaemons" : "LaunchAgents")
                        .resolve(label + ".plist");
        Path log = library.resolve("Logs").resolve(request.serviceName() + ".log");
        String domain = system ? "system" : "gui/" + request.account().id();
        return new Plan(
                system ? "the launchd daemon " + label : "the launchd agent " + label,
                Plan.File.of(file, plist(request, label, log)),
                "launchctl",
                List.of(List.of("launchctl", "bootstrap", domain, file.toString())),
                List.of(List.of("launchctl", "bootout", domain + "/" + label)),
                List.of(),
                List.of(),
                tray ? List.of() : List.of("Its log: " + log));
    }

    private static String plist(Request request, String label, Path log) {
        boolean tray = request.scope() == Scope.TRAY;
        String words =
                request.command().stream()
                        .map(word -> "        <string>" + Quote.xml(word) + "</string>\n")
                        .collect(Collectors.joining());
        return """
        <?xml version="1.0" encoding="UTF-8"?>
        <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
        <plist version="1.0">
        <dict>
            <key>Label</key>
            <string>%s</string>
            <key>ProgramArguments</key>
            <array>
        %s    </array>
            <key>RunAtLoad</key>
            <true/>
        %s</dict>
        </plist>
        """
                .formatted(Quote.xml(label), words, tray ? "" : keepAlive(request, log));
    }

    private static String keepAlive(Request request, Path log) {
        String user =
                request.scope() == Scope.SYSTEM
                        ? "    <key>UserName</key>\n    <string>"
                                + Quote.xml(request.account().name())
                                + "</string>\n"
                        : "";
        return """
            <key>KeepAlive</key>
            <true/>
            <key>ThrottleInterval</key>
            <integer>10</integer>
            <key>StandardErrorPath</key>
            <string>%s</string>
        """
                        .formatted(Quote.xml(log.toString()))
                + user;
    }
}
