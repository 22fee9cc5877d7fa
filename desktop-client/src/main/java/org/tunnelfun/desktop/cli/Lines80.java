package org.tunnelfun.desktop.cli;

import java.util.ArrayList;
import java.util.List;

/** Breaks text between words, for terminals of 80 columns. */
final class Lines80 {

    private Lines80() {}

    /** At least one line; a word that is longer than a line is broken. */
    static List<String> wrap(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
            for (; line.length() > width; line.delete(0, width)) {
                lines.add(line.substring(0, width));
            }
        }
        lines.add(line.toString());
        return lines;
    }
}
