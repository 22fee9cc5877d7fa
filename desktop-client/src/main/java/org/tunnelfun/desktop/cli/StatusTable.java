package org.tunnelfun.desktop.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tunnelfun.desktop.app.Terminal;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.engine.TunnelStatus;
import org.tunnelfun.desktop.ui.Look;
import org.tunnelfun.desktop.ui.Wording;

/** What {@code status} prints for people: a row for each tunnel, in 80 columns. */
final class StatusTable {

    private static final int WIDTH = 80;
    private static final int LONGEST_NAME = 20;
    private static final String GAP = "  ";

    /** Name, ports and server: what people give is as long as they like, the rest is not. */
    private static final List<Integer> MAY_BE_CUT = List.of(0, 2, 6);

    private static final List<String> HEAD =
            List.of("NAME", "STATE", "PORT", "SINCE", "PROVEN", "RTT", "SERVER");

    private StatusTable() {}

    static String of(List<TunnelStatus> statuses, Instant now, boolean colours) {
        if (statuses.isEmpty()) {
            return "no tunnels";
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        statuses.forEach(s -> rows.add(row(s, now)));
        int[] widths = widths(rows);
        List<String> lines = new ArrayList<>();
        lines.add(line(HEAD, widths, ""));
        for (int i = 0; i < statuses.size(); i++) {
            TunnelStatus status = statuses.get(i);
            String line = line(rows.get(i + 1), widths, colours ? colour(Look.of(status)) : "");
            String note = note(status, now);
            if (line.length() + 3 + note.length() <= WIDTH || note.isEmpty()) {
                lines.add((line + (note.isEmpty() ? "" : "   " + note)).stripTrailing());
            } else {
                lines.add(line);
                Lines80.wrap(Terminal.fit(note), WIDTH - 2).forEach(l -> lines.add("  " + l));
            }
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> row(TunnelStatus s, Instant now) {
        return List.of(
                cut(s.name(), LONGEST_NAME),
                Wording.cell(s),
                Wording.ports(s).replace(", ", ","),
                Wording.duration(Duration.between(s.since(), now)),
                s.provenAt().map(at -> Wording.ago(at, now)).orElse(Wording.NOTHING),
                s.rtt().map(Wording::roundTrip).orElse(Wording.NOTHING),
                host(s.server()));
    }

    /** What is not simply well: the next try and why. */
    private static String note(TunnelStatus s, Instant now) {
        return switch (Look.of(s)) {
            case UP, OFF -> "";
            case PARTLY, NEEDS_YOU -> Wording.why(s);
            case WORKING -> {
                String why = Wording.why(s);
                String next = Wording.nextTry(s, now);
                yield why.equals(Wording.cell(s)) ? next : next.isEmpty() ? why : next + ": " + why;
            }
        };
    }

    private static int[] widths(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        int gaps = GAP.length() * (widths.length - 1);
        for (int over = Arrays.stream(widths).sum() + gaps - WIDTH; over > 0; over--) {
            widths[widest(widths)]--;
        }
        return widths;
    }

    private static int widest(int[] widths) {
        return MAY_BE_CUT.stream().max(Comparator.comparing(i -> widths[i])).orElseThrow();
    }

    private static String line(List<String> row, int[] widths, String colour) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(row.get(i), widths[i]);
            cell += " ".repeat(widths[i] - cell.length());
            boolean coloured = i == 1 && !colour.isEmpty();
            line.append(coloured ? colour + cell + "\u001b[0m" : cell);
            line.append(i < widths.length - 1 ? GAP : "");
        }
        return line.toString().stripTrailing();
    }

    private static String colour(Look look) {
        return switch (look) {
            case UP -> "\u001b[32m";
            case PARTLY -> "\u001b[34m";
            case WORKING -> "\u001b[33m";
            case NEEDS_YOU -> "\u001b[31m";
            case OFF -> "\u001b[2m";
        };
    }

    /** The host alone: account and port stand in the config. */
    private static String host(String server) {
        String address = server.substring(server.lastIndexOf('@') + 1);
        try {
            return HostPort.parse(address, 22).host();
        } catch (IllegalArgumentException e) {
            return address;
        }
    }

    /** With what stands for the rest in this terminal's signs: three of them in a C locale. */
    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        String rest = Terminal.fit("…");
        int end = longest - rest.length();
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end)
                + rest;
    }
}
