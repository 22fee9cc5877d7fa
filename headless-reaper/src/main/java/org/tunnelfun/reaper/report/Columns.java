package org.tunnelfun.reaper.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table in at most 80 columns: cells are cut, and remarks stand wrapped below their row. */
public final class Columns {
    /** The width of a terminal that everybody has. */
    public static final int WIDTH = 80;

    private static final String INDENT = "      ";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();

    /** Adds a row of already escaped cells. */
    public Columns row(String remark, String... cells) {
        rows.add(List.of(cells));
        remarks.add(remark);
        return this;
    }

    /** The lines. The last column gives way when there is too little room. */
    public String text() {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        shrink(widths);
        StringBuilder out = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            out.append(line(rows.get(r), widths)).append('\n');
            for (String line : wrap(remarks.get(r), WIDTH - INDENT.length())) {
                out.append(INDENT).append(line).append('\n');
            }
        }
        return out.toString();
    }

    /** Takes from the widest column until all fit. */
    private static void shrink(int[] widths) {
        while (java.util.Arrays.stream(widths).sum() + 2 * (widths.length - 1) > WIDTH) {
            int widest = 0;
            for (int i = 0; i < widths.length; i++) {
                widest = widths[i] >= widths[widest] ? i : widest;
            }
            widths[widest]--;
        }
    }

    private static String line(List<String> row, int[] widths) {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            cells.add(String.format("%-" + widths[i] + "s", cut(row.get(i), widths[i])));
        }
        return cells.stream().collect(Collectors.joining("  ")).stripTrailing();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }

    /** Breaks at spaces, and within a word that is wider than a line. */
    public static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > 0 ? space : width;
            lines.add(rest.substring(0, end));
            rest = rest.substring(end).strip();
        }
        if (!rest.isEmpty()) {
            lines.add(rest);
        }
        return lines;
    }
}
