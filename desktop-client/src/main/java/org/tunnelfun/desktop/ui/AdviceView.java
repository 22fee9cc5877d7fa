package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.layout.VBox;

/** What to do about a failure that lasts; hidden without one. */
final class AdviceView extends VBox {

    private String shown = "";

    AdviceView() {
        super(6);
        getStyleClass().add("advice");
        Marks.shown(this, false);
    }

    void show(String advice) {
        // Rebuilding what did not change would throw a reader's selection away each second.
        if (advice.equals(shown)) {
            return;
        }
        shown = advice;
        getChildren().setAll(Words.section("What to do"));
        parts(advice).forEach(part -> getChildren().add(node(part)));
        Marks.shown(this, !advice.isEmpty());
    }

    private static Node node(String part) {
        if (part.startsWith(" ")) {
            return CopyText.commands(part.stripIndent(), "Copy what to do");
        }
        return Words.wrapped(part);
    }

    /** Sentences, and between them commands, which advice indents. */
    static List<String> parts(String advice) {
        List<String> parts = new ArrayList<>();
        for (String line : advice.lines().toList()) {
            int last = parts.size() - 1;
            boolean command = line.startsWith(" ");
            if (command && last >= 0 && parts.get(last).startsWith(" ")) {
                parts.set(last, parts.get(last) + "\n" + line);
            } else {
                parts.add(line);
            }
        }
        return parts;
    }
}
