package org.tunnelfun.desktop.ui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/** Writes what a scene shows to {@code target/screenshots}. */
final class Screenshot {

    private Screenshot() {}

    static WritableImage take(Scene scene, String name) throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "screenshots"));
        WritableImage image = scene.snapshot(null);
        ImageIO.write(
                SwingFXUtils.fromFXImage(image, null),
                "png",
                folder.resolve(name + ".png").toFile());
        return image;
    }
}
