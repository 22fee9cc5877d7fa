package org.tunnelfun.desktop.ui;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.StringJoiner;
import org.tunnelfun.desktop.engine.TunnelStatus;

/**
 * What a person pastes into a question for help. Pure. It holds no secret, because statuses hold
 * none, and no account name: who wants to help does not need it.
 */
final class Report {

    /** Enough to see a pattern, short enough to be read. */
    private static final int EVENTS = 40;

    private Report() {}

    static String of(TunnelRow row, Instant now, String version) {
        TunnelStatus s = row.status();
        StringJoiner text = new StringJoiner("\n", "", "\n");
        text.add("Tunnelfun " + version + " on " + system());
        text.add("tunnel: " + s.name() + ", " + Wording.line(s, now));
        text.add("server: " + s.server() + or("", ", ", s.serverVersion()));
        row.routes().forEach(route -> text.add("forward: " + route));
        s.rtt().ifPresent(rtt -> text.add("round trip: " + Wording.roundTrip(rtt)));
        text.add("logins: " + s.logins() + ", visitors: " + row.visitors());
        row.history()
                .provenShare(now.minus(History.REACH), now)
                .ifPresent(share -> text.add("proven: " + percent(share)));
        row.history().events().stream()
                .limit(EVENTS)
                .forEach(
                        e -> text.add(e.at().truncatedTo(ChronoUnit.SECONDS) + " " + e.sentence()));
        return withoutAccount(text.toString(), s.server());
    }

    /** {@code 99.93 %}; never rounded up to 100. */
    static String percent(double share) {
        return share >= 1
                ? "100 %"
                : String.format(java.util.Locale.ROOT, "%.2f %%", Math.floor(share * 10_000) / 100);
    }

    private static String withoutAccount(String text, String server) {
        int at = server.lastIndexOf('@');
        return at < 1 ? text : text.replace(server.substring(0, at) + "@", "…@");
    }

    private static String or(String none, String before, String text) {
        return text.isEmpty() ? none : before + text;
    }

    private static String system() {
        return System.getProperty("os.name")
                + " "
                + System.getProperty("os.version")
                + ", Java "
                + System.getProperty("java.version");
    }
}
