package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Accordion;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;

/** What a screen reader would have nothing to say about. */
final class Names {

    private Names() {}

    /** Everything in a scene that takes the focus and has no name. */
    static List<String> missing(Scene scene) {
        Set<Node> labelled = new HashSet<>();
        List<Node> all = new ArrayList<>();
        walk(scene.getRoot(), all);
        all.stream()
                .filter(node -> node instanceof Label l && l.getLabelFor() != null)
                .forEach(node -> labelled.add(((Label) node).getLabelFor()));
        return all.stream()
                .filter(node -> node instanceof Control && node.isFocusTraversable())
                // These pass the focus on to what is in them.
                .filter(
                        node ->
                                !(node instanceof ScrollPane
                                        || node instanceof TabPane
                                        || node instanceof Accordion))
                .filter(node -> !(node.getParent() instanceof ComboBoxBase))
                .filter(node -> !labelled.contains(node) && !named(node))
                .map(Node::toString)
                .toList();
    }

    private static boolean named(Node node) {
        boolean text = node instanceof Labeled l && l.getText() != null && !l.getText().isBlank();
        String name = node.getAccessibleText();
        return text || name != null && !name.isBlank();
    }

    private static void walk(Node node, List<Node> all) {
        all.add(node);
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, all));
        }
    }
}
