package org.tunnelfun.desktop.ui;

import java.util.List;
import java.util.Objects;
import javafx.scene.image.Image;

/** The program's icon, as windows show it. */
public final class WindowIcons {

    private WindowIcons() {}

    /** In all sizes that systems ask for. */
    public static List<Image> all() {
        return List.of(16, 32, 48, 64, 128).stream()
                .map(size -> "/org/tunnelfun/desktop/icons/tunnelfun-" + size + ".png")
                .map(name -> Objects.requireNonNull(WindowIcons.class.getResource(name), name))
                .map(address -> new Image(address.toString()))
                .toList();
    }
}
