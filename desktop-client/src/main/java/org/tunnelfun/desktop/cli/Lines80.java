package org.tunnelfun.desktop.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks text between words, for terminals of 80 columns. */
final class Lines80 {

    private Lines80() {}

    /** At least one line; only a single longer word is wider. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
