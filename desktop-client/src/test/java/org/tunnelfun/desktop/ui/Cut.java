package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;

/** Words that a person would not see to their end. */
final class Cut {

    private Cut() {}

    /**
     * The texts of a scene that end in dots for want of room; in the list of tunnels that is the
     * way.
     */
    static List<String> off(Scene scene) {
        List<String> cut = new ArrayList<>();
        walk(scene.getRoot(), cut);
        return cut;
    }

    /** The buttons of a pane that end below it. */
    static List<String> squeezed(Region pane) {
        double end = pane.localToScene(0, pane.getHeight()).getY();
        return pane.lookupAll(".button").stream()
                .filter(b -> b.localToScene(0, ((Region) b).getHeight()).getY() > end)
                .map(b -> ((Labeled) b).getText())
                .toList();
    }

    /** Whether a person sees all of it without scrolling. */
    static boolean inSight(Node node, Region viewport) {
        Bounds at = viewport.sceneToLocal(node.localToScene(node.getLayoutBounds()));
        return at.getMinY() >= -0.5 && at.getMaxY() <= viewport.getHeight() + 0.5;
    }

    private static void walk(Node node, List<String> cut) {
        if (!node.isVisible() || node instanceof TunnelCell) {
            return;
        }
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            labeled.getChildrenUnmodifiable().stream()
                    .filter(child -> child instanceof Text)
                    .map(child -> ((Text) child).getText())
                    .filter(shown -> !shown.equals(labeled.getText()))
                    .forEach(shown -> cut.add(labeled.getText() + " -> " + shown));
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> walk(child, cut));
        }
    }
}
