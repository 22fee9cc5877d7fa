package org.tunnelfun.desktop.ui;

import javafx.geometry.Bounds;
import javafx.geometry.Rectangle2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;

/** Opens a screen in a window of its own, beside the main one; nothing waits for it. */
final class Page {

    /** About what a window manager adds above a scene. */
    private static final double TITLE_BAR = 32;

    private Page() {}

    /**
     * Shows {@code root}; Escape closes as the window's own button does.
     *
     * @param owner the main window, or null
     * @return the stage, to be closed or asked before it closes
     */
    static Stage open(Window owner, Theme theme, String title, Parent root, double w, double h) {
        Stage stage = new Stage();
        if (owner != null && owner.isShowing()) {
            stage.initOwner(owner);
        }
        stage.setTitle(title + " – Tunnelfun");
        stage.getIcons().addAll(theme.icons());
        Scene scene = theme.dress(fitting(root, w, h));
        scene.getAccelerators()
                .put(
                        new KeyCodeCombination(KeyCode.ESCAPE),
                        () ->
                                stage.fireEvent(
                                        new javafx.stage.WindowEvent(
                                                stage,
                                                javafx.stage.WindowEvent.WINDOW_CLOSE_REQUEST)));
        stage.setScene(scene);
        stage.setMinWidth(Math.min(w, MainWindow.LEAST_WIDTH));
        stage.setMinHeight(Math.min(h, MainWindow.LEAST_HEIGHT));
        stage.show();
        return stage;
    }

    /** A scene of this size, or as large as the screen: at 200 % a small one shows little. */
    static Scene fitting(Parent root, double w, double h) {
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        return new Scene(
                root, Math.min(w, screen.getWidth()), Math.min(h, screen.getHeight() - TITLE_BAR));
    }

    /** Gives the focus to the first control below {@code parent} that takes it. */
    static void focusFirst(Parent parent) {
        // What was hidden just now has no children yet to be found in it.
        parent.applyCss();
        parent.layout();
        Node first = firstIn(parent);
        if (first != null) {
            first.requestFocus();
        }
    }

    private static Node firstIn(Parent parent) {
        for (Node child : parent.getChildrenUnmodifiable()) {
            if (child.isVisible() && !child.isDisabled()) {
                Node found =
                        child.isFocusTraversable()
                                ? child
                                : child instanceof Parent below ? firstIn(below) : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Scrolls the page that {@code node} is on until it is seen, at least its beginning. */
    static void reveal(Node node) {
        Node above = node;
        while (above != null && !(above instanceof ScrollPane)) {
            above = above.getParent();
        }
        if (above instanceof ScrollPane page && page.getScene() != null) {
            page.applyCss();
            // From the root: a page whose content grew has a size of its own to be found first.
            page.getScene().getRoot().layout();
            Bounds at = page.getContent().sceneToLocal(node.localToScene(node.getLayoutBounds()));
            double seen = page.getViewportBounds().getHeight();
            double rest = page.getContent().getLayoutBounds().getHeight() - seen;
            if (rest > 0) {
                double top = Math.max(page.getVvalue() * rest, at.getMaxY() - seen);
                page.setVvalue(Math.min(1, Math.min(top, at.getMinY()) / rest));
            }
        }
    }

    /** A column that scrolls when the window is lower. */
    static ScrollPane scrolled(Parent content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("edge-to-edge");
        content.getStyleClass().add("page");
        return scroll;
    }
}
