package org.tunnelfun.desktop.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of YAML that the original tool's file uses: maps and lists by indentation, {@code [a,
 * b]}, plain and quoted texts, comments. Anything else is an error with its line.
 */
final class Yaml {

    private static final int DEEPEST = 8;

    private record Line(int number, int indent, String text) {}

    private final List<Line> lines = new ArrayList<>();
    private int next;

    private Yaml() {}

    /**
     * The top of the file.
     *
     * @throws IllegalArgumentException with a sentence that names the line
     */
    static Map<String, Object> parse(String text) {
        Yaml yaml = new Yaml();
        int number = 0;
        for (String raw : text.split("\r?\n", -1)) {
            number++;
            String line = uncommented(raw).stripTrailing();
            if (line.isBlank() || line.equals("---")) {
                continue;
            }
            if (line.strip().startsWith("\t") || line.startsWith("\t")) {
                throw new IllegalArgumentException("line " + number + ": indented with a tab");
            }
            int indent = line.length() - line.stripLeading().length();
            yaml.lines.add(new Line(number, indent, line.strip()));
        }
        if (yaml.lines.isEmpty()) {
            return Map.of();
        }
        Map<String, Object> top = yaml.map(yaml.lines.get(0).indent, 0);
        if (yaml.next < yaml.lines.size()) {
            throw yaml.wrong("is indented less than the first line");
        }
        return top;
    }

    private Map<String, Object> map(int indent, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        while (next < lines.size() && lines.get(next).indent == indent) {
            String text = lines.get(next).text;
            int colon = text.endsWith(":") ? text.length() - 1 : text.indexOf(": ");
            if (colon < 1 || text.startsWith("- ")) {
                throw wrong("is not key: value");
            }
            String key = scalar(text.substring(0, colon).strip());
            String value = text.substring(colon + 1).strip();
            if (map.containsKey(key)) {
                throw wrong("has the key " + key + " again");
            }
            next++;
            map.put(key, value.isEmpty() ? nested(indent, depth) : inline(value));
        }
        if (next < lines.size() && lines.get(next).indent > indent) {
            throw wrong("is indented too far");
        }
        return map;
    }

    private Object nested(int indent, int depth) {
        if (depth > DEEPEST) {
            throw wrong("is nested too deeply");
        }
        boolean more = next < lines.size();
        if (more && lines.get(next).indent >= indent && item(lines.get(next))) {
            return list(lines.get(next).indent);
        }
        return more && lines.get(next).indent > indent
                ? map(lines.get(next).indent, depth + 1)
                : "";
    }

    private List<String> list(int indent) {
        List<String> list = new ArrayList<>();
        while (next < lines.size() && lines.get(next).indent == indent && item(lines.get(next))) {
            list.add(scalar(lines.get(next++).text.substring(1).strip()));
        }
        return list;
    }

    private static boolean item(Line line) {
        return line.text.equals("-") || line.text.startsWith("- ");
    }

    private Object inline(String value) {
        if (value.startsWith("[") && value.endsWith("]")) {
            String inside = value.substring(1, value.length() - 1).strip();
            List<String> list = new ArrayList<>();
            for (String each : inside.isEmpty() ? new String[0] : inside.split(",")) {
                list.add(scalar(each.strip()));
            }
            return list;
        }
        if (value.matches("[&*!|>{\\[].*")) {
            next--;
            throw wrong("uses a part of YAML that the original's files do not");
        }
        return scalar(value);
    }

    private static String scalar(String text) {
        boolean quoted =
                text.length() > 1
                        && (text.startsWith("\"") && text.endsWith("\"")
                                || text.startsWith("'") && text.endsWith("'"));
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static String uncommented(String line) {
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == 0 && (c == '"' || c == '\'')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (c == '#' && quote == 0 && (i == 0 || line.charAt(i - 1) <= ' ')) {
                return line.substring(0, i);
            }
        }
        return line;
    }

    private IllegalArgumentException wrong(String what) {
        Line line = lines.get(Math.min(next, lines.size() - 1));
        return new IllegalArgumentException("line " + line.number + " " + what);
    }
}
