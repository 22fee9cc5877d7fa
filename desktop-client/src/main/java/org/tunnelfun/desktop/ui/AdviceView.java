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
        getChildren().addAll(nodes(advice, "Copy what to do"));
        Marks.shown(this, !advice.isEmpty());
    }

    /**
     * Sentences as they are, commands in fields of their own.
     *
     * @param accessible what the fields are
     */
    static List<Node> nodes(String advice, String accessible) {
        return parts(advice).stream().map(part -> node(part, accessible)).toList();
    }

    private static Node node(String part, String accessible) {
        return part.startsWith(" ")
                ? CopyText.commands(part.stripIndent(), accessible)
                : Words.wrapped(part);
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
