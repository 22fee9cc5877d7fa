package org.tunnelfun.reaper.service;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads what {@code sshd -T} prints (sshd_config(5)) and says what to change and why. Pure. */
final class SshdAdvice {
    private static final int MANY_DEVICES = 10;

    private final Map<String, String> options = new HashMap<>();

    SshdAdvice(String output) {
        for (String line : output.split("\n")) {
            String[] pair = line.strip().split(" ", 2);
            if (pair.length == 2) {
                options.putIfAbsent(pair[0].toLowerCase(Locale.ROOT), pair[1].strip());
            }
        }
    }

    List<Finding> findings(int ports) {
        List<Finding> all = new ArrayList<>();
        all.add(forwarding());
        all.add(clientAlive());
        all.add(tcpKeepAlive());
        all.add(gatewayPorts());
        all.add(maxStartups(ports));
        if (options.containsKey("persourcepenalties")) {
            all.add(penalties());
        }
        return all;
    }

    private String get(String option) {
        return options.getOrDefault(option, "");
    }

    private Finding forwarding() {
        String value = get("allowtcpforwarding");
        boolean fine = value.equals("yes") || value.equals("remote") || value.equals("all");
        if (get("disableforwarding").equals("yes")) {
            return Finding.wrong(
                    "DisableForwarding",
                    "yes: no device can open a forward",
                    set("DisableForwarding no"));
        }
        if (!fine) {
            return Finding.wrong(
                    "AllowTcpForwarding",
                    value + ": no device can open a forward",
                    set("AllowTcpForwarding yes"));
        }
        return value.equals("remote")
                ? Finding.advice(
                        "AllowTcpForwarding",
                        "remote: works, but devices cannot prove their tunnels end to end",
                        set("AllowTcpForwarding yes"))
                : Finding.ok("AllowTcpForwarding", value);
    }

    private Finding clientAlive() {
        int interval = number("clientaliveinterval");
        int count = number("clientalivecountmax");
        if (interval <= 0 || count <= 0) {
            return Finding.advice(
                    "ClientAliveInterval",
                    "off: sshd notices by itself only after hours that a device vanished",
                    set("ClientAliveInterval 15", "ClientAliveCountMax 3"));
        }
        String after = interval * count + " s";
        return interval * count > 300
                ? Finding.advice(
                        "ClientAliveInterval",
                        "a device that vanished is noticed after " + after,
                        set("ClientAliveInterval 15", "ClientAliveCountMax 3"))
                : Finding.ok(
                        "ClientAliveInterval", "a device that vanished is noticed in " + after);
    }

    private Finding tcpKeepAlive() {
        return get("tcpkeepalive").equals("no")
                ? Finding.advice(
                        "TCPKeepAlive",
                        "no: a session whose device vanished may stay for ever",
                        set("TCPKeepAlive yes"))
                : Finding.ok("TCPKeepAlive", "yes");
    }

    private Finding gatewayPorts() {
        return get("gatewayports").equals("yes")
                ? Finding.advice(
                        "GatewayPorts",
                        "yes: every forwarded port is open to the whole network",
                        set("GatewayPorts no"))
                : Finding.ok("GatewayPorts", get("gatewayports"));
    }

    private Finding maxStartups(int ports) {
        String value = get("maxstartups");
        int begin = leading(value);
        return begin > 0 && ports > MANY_DEVICES && begin < ports
                ? Finding.advice(
                        "MaxStartups",
                        value
                                + ": after a restart, "
                                + ports
                                + " devices logging in at once are turned away",
                        set("MaxStartups " + ports + ":30:" + 3 * ports))
                : Finding.ok("MaxStartups", value);
    }

    private Finding penalties() {
        return get("persourcepenalties").startsWith("no")
                ? Finding.ok("PerSourcePenalties", "off")
                : Finding.advice(
                        "PerSourcePenalties",
                        "on: devices behind one address are locked out together when one of them"
                                + " fails to log in",
                        set("PerSourcePenaltyExemptList ADDRESS-OF-YOUR-DEVICES"));
    }

    private int number(String option) {
        return leading(get(option));
    }

    private static int leading(String value) {
        String digits = value.split("[^0-9]", 2)[0];
        return digits.isEmpty() || digits.length() > 9 ? -1 : Integer.parseInt(digits);
    }

    /** sshd takes the first value it reads, and the folder is read first. */
    private static String set(String... lines) {
        return "printf '"
                + String.join("\\n", lines)
                + "\\n' >> /etc/ssh/sshd_config.d/00-tunnelfun.conf && systemctl reload ssh";
    }
}
