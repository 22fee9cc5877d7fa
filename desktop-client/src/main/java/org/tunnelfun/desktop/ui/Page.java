package org.tunnelfun.desktop.ui;

import javafx.geometry.Rectangle2D;
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
