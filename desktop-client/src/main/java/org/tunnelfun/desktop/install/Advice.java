package org.tunnelfun.desktop.install;

import java.util.List;

/** What to do by hand where none of the known managers is: OpenRC, BusyBox and NAS boxes. */
public final class Advice {

    private Advice() {}

    /** Lines to paste, with this request's command in them. */
    public static String withoutSystemd(Request request) {
        List<String> words = request.command();
        String name = request.serviceName();
        String account = request.account().name();
        String command = Quote.shell(words);
        return """
        There is no systemd here, so nothing was installed. What to do instead:

        OpenRC (Alpine, Gentoo): write /etc/init.d/%s, mode 755,
          #!/sbin/openrc-run
          supervisor=supervise-daemon
          respawn_delay=10
          respawn_max=0
          command=%s
          command_args=%s
          command_user=%s
          depend() { need net; }
        then: rc-update add %s default && rc-service %s start

        BusyBox init: add to /etc/inittab, then: kill -HUP 1
          ::respawn:/bin/su -s /bin/sh -c %s %s

        Anything else (a NAS with a "run at boot" task): this command, as %s,
          %s
        """
                .formatted(
                        name,
                        Quote.shell(words.subList(0, 1)),
                        Quote.shell(List.of(Quote.shell(words.subList(1, words.size())))),
                        Quote.shell(List.of(account)),
                        name,
                        name,
                        Quote.shell(List.of("exec " + command)),
                        Quote.shell(List.of(account)),
                        account,
                        command);
    }
}
