package org.tunnelfun.desktop.install;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A systemd unit, of the machine or of one account: systemd.unit(5), systemd.service(5). */
final class SystemdPlan {

    private static final Path SYSTEM = Path.of("/etc/systemd/system");
    private static final String USER = "systemd/user";

    /** Holds a file for each account whose services run without a login (systemd-logind). */
    private static final Path LINGERING = Path.of("/var/lib/systemd/linger");

    private SystemdPlan() {}

    static Plan of(Request request) {
        return of(request, ConfigHome.variable(), LINGERING);
    }

    /**
     * The same.
     *
     * @param configHome as for {@link ConfigHome#of}; systemd.unit(5) looks there, too
     * @param lingering the folder that tells whose services start at boot
     */
    static Plan of(Request request, String configHome, Path lingering) {
        boolean system = request.scope() == Scope.SYSTEM;
        String unit = request.serviceName() + ".service";
        Path folder = system ? SYSTEM : ConfigHome.of(request.account(), configHome).resolve(USER);
        List<String> reload = systemctl(system, "daemon-reload");
        return new Plan(
                (system ? "the system service " : "the user service ") + unit,
                Plan.File.of(folder.resolve(unit), unit(request)),
                "systemctl",
                List.of(
                        reload,
                        systemctl(system, "enable", unit),
                        // Also takes over what an earlier unit of this name said.
                        systemctl(system, "restart", unit)),
                List.of(systemctl(system, "disable", "--now", unit)),
                List.of(reload),
                List.of(),
                notes(request, unit, Files.exists(lingering.resolve(request.account().name()))));
    }

    private static List<String> systemctl(boolean system, String... words) {
        List<String> command = new ArrayList<>();
        command.add("systemctl");
        if (!system) {
            command.add("--user");
        }
        command.addAll(List.of(words));
        return command;
    }

    private static List<String> notes(Request request, String unit, boolean lingers) {
        boolean system = request.scope() == Scope.SYSTEM;
        List<String> notes = new ArrayList<>();
        notes.add("Its log: journalctl " + (system ? "-u " : "--user -u ") + unit);
        if (!system && lingers) {
            notes.add("It starts at boot, because this account lingers (loginctl).");
        } else if (!system) {
            notes.add("It starts when you log in. For a start at boot: loginctl enable-linger");
        } else if (request.account().root()) {
            notes.add("It runs as root, though no tunnel needs that. Better: --account NAME.");
        }
        return notes;
    }

    private static String unit(Request request) {
        boolean system = request.scope() == Scope.SYSTEM;
        String service =
                """
                [Service]
                Type=exec
                ExecStart=%s
                %sRestart=always
                RestartSec=1
                # But a config that is missing or wrong is looked at each ten seconds only.
                ExecStopPost=/bin/sh -c 'test "$$EXIT_STATUS" != 78 || sleep 9'
                # A JVM that was asked to stop says 143.
                SuccessExitStatus=143
                SyslogIdentifier=tunnelfun
                """
                        .formatted(
                                Quote.systemd(request.command()), system ? account(request) : "");
        return """
        # Written by: tunnelfun install. Removed by: tunnelfun uninstall.
        [Unit]
        Description=%s
        Documentation=man:tunnelfun(1)
        %s# Never give up: the device may be far away.
        StartLimitIntervalSec=0

        %s%s
        [Install]
        WantedBy=%s
        """
                .formatted(
                        Quote.systemdText(request.description()),
                        system ? NETWORK : "",
                        service,
                        system ? HARDENING + MORE_HARDENING : HARDENING,
                        system ? "multi-user.target" : "default.target");
    }

    /** The folder of the archive of classes belongs to the account, which makes it anew. */
    private static String account(Request request) {
        return "User="
                + Quote.systemdText(request.account().name())
                + (request.archived() ? "\nCacheDirectory=" + request.serviceName() : "")
                + "\n";
    }

    /** The manager of an account knows no network-online.target; the program itself waits. */
    private static final String NETWORK =
            """
            Wants=network-online.target
            After=network-online.target nss-lookup.target
            """;

    /** What needs no privilege, so that the manager of an account can set it up too. */
    private static final String HARDENING =
            """
            UMask=0077
            NoNewPrivileges=yes
            LockPersonality=yes
            RestrictRealtime=yes
            RestrictSUIDSGID=yes
            RestrictNamespaces=yes
            RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX AF_NETLINK
            SystemCallArchitectures=native
            """;

    /**
     * The home stays writable: known_hosts, state and the config's migration are there. /tmp is
     * shared, because agents have their sockets there.
     */
    private static final String MORE_HARDENING =
            """
            CapabilityBoundingSet=
            ProtectSystem=full
            ProtectControlGroups=yes
            ProtectKernelTunables=yes
            ProtectKernelModules=yes
            ProtectKernelLogs=yes
            ProtectClock=yes
            ProtectHostname=yes
            PrivateDevices=yes
            """;
}
