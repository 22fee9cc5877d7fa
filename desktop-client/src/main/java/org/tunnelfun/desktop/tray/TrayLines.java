package org.tunnelfun.desktop.tray;

import java.text.Bidi;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.tunnelfun.desktop.engine.TunnelState;
import org.tunnelfun.desktop.engine.TunnelStatus;
import org.tunnelfun.desktop.ui.Look;
import org.tunnelfun.desktop.ui.Wording;

/** The whole menu from the statuses. Pure. */
final class TrayLines {

    private TrayLines() {}

    static List<TrayLine> of(List<TunnelStatus> statuses, Instant now, TrayActions actions) {
        List<TrayLine> lines = new ArrayList<>();
        lines.add(TrayLine.of(title(statuses), actions::open));
        lines.add(TrayLine.SEPARATOR);
        for (TunnelStatus status : statuses) {
            lines.add(tunnel(status, now, actions));
        }
        if (!statuses.isEmpty()) {
            lines.add(TrayLine.SEPARATOR);
            boolean allOff = statuses.stream().allMatch(s -> s.state() == TunnelState.OFF);
            lines.add(
                    allOff
                            ? TrayLine.of("Connect all", actions::connectAll)
                            : TrayLine.of("Pause all", () -> actions.pause(null)));
        }
        lines.add(TrayLine.of("Settings…", actions::settings));
        lines.add(TrayLine.of("Quit", actions::quit));
        return lines;
    }

    static String title(List<TunnelStatus> statuses) {
        return "Tunnelfun — " + Wording.summary(statuses);
    }

    private static TrayLine tunnel(TunnelStatus status, Instant now, TrayActions actions) {
        String name = status.name();
        String text =
                "%s %s  %s  %s"
                        .formatted(
                                leftToRight(status) + sign(Look.of(status)),
                                name + leftToRight(status),
                                Wording.ports(status),
                                Wording.line(status, now));
        List<TrayLine> items = new ArrayList<>();
        // Always as many items: the library loses its way when a menu is taken apart while used.
        if (status.state() == TunnelState.OFF) {
            items.add(TrayLine.of("Connect", () -> actions.connect(name)));
            items.add(TrayLine.disabled("Pause"));
        } else {
            items.add(TrayLine.of("Reconnect", () -> actions.reconnect(name)));
            items.add(TrayLine.of("Pause", () -> actions.pause(name)));
        }
        items.add(TrayLine.of("Copy ssh command", () -> actions.copyCommand(name)));
        items.add(TrayLine.of("Why?", () -> actions.why(name)));
        return new TrayLine(bounded(text), () -> actions.why(name), items);
    }

    /** The line goes from left to right also where the tunnel's name does not. */
    private static String leftToRight(TunnelStatus status) {
        char[] name = status.name().toCharArray();
        return Bidi.requiresBidi(name, 0, name.length) ? "\u200e" : "";
    }

    /** The character that comes nearest to the shape; menus hold only text. */
    private static String sign(Look look) {
        return switch (look) {
            case OFF -> "○";
            case UP -> "✓";
            case PARTLY -> "●";
            case WORKING -> "◌";
            case NEEDS_YOU -> "▲";
        };
    }

    /** A reason from the network must not make the menu as wide as the screen. */
    private static String bounded(String text) {
        return text.length() <= 90 ? text : text.substring(0, 89) + "…";
    }
}
