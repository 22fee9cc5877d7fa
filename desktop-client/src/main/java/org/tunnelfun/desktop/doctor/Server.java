package org.tunnelfun.desktop.doctor;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is known about a server by its banner. */
final class Server {

    private static final Pattern OPENSSH = Pattern.compile("OpenSSH_([0-9]+)\\.([0-9]+)");

    private Server() {}

    static Finding of(String banner) {
        Matcher m = OPENSSH.matcher(banner);
        if (!m.find() || m.group(1).length() > 3 || m.group(2).length() > 3) {
            return Finding.ok("banner", banner);
        }
        int version = Integer.parseInt(m.group(1)) * 100 + Integer.parseInt(m.group(2));
        return version < 908
                ? Finding.ok(
                        "banner",
                        banner + "; its ClientAliveInterval needs about twice the configured time")
                : Finding.ok(
                        "banner",
                        banner + "; it penalises addresses that fail (PerSourcePenalties)");
    }
}
