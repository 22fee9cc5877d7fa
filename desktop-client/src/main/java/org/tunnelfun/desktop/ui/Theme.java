package org.tunnelfun.desktop.ui;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;

/** Light or dark, as chosen or as the system has it; every scene is dressed by it. */
public final class Theme {

    private static final String DARK = "dark";

    /** What a person can choose. */
    public enum Choice {
        SYSTEM("As the system"),
        LIGHT("Light"),
        DARK("Dark");

        private final String word;

        Choice(String word) {
            this.word = word;
        }

        @Override
        public String toString() {
            return word;
        }
    }

    private final String light;
    private final String dark;

    /** A window that was closed is forgotten. */
    private final Set<Scene> scenes = Collections.newSetFromMap(new WeakHashMap<>());

    private Choice choice = Choice.SYSTEM;
    private List<Image> icons = List.of();

    /**
     * @param light address of the light user agent style sheet
     * @param dark address of the dark one
     */
    public Theme(String light, String dark) {
        this.light = light;
        this.dark = dark;
        Platform.getPreferences().colorSchemeProperty().addListener(o -> apply());
    }

    /** Takes a choice over at once, in all windows. */
    public void choose(Choice next) {
        choice = next;
        apply();
    }

    private boolean isDark() {
        return switch (choice) {
            case LIGHT -> false;
            case DARK -> true;
            case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        };
    }

    private void apply() {
        Application.setUserAgentStylesheet(isDark() ? dark : light);
        scenes.forEach(this::mark);
    }

    /** What all windows show in their title and in the system's list of windows. */
    public void icons(List<Image> all) {
        icons = List.copyOf(all);
    }

    List<Image> icons() {
        return icons;
    }

    /** Gives a scene our style sheet, and lets it follow from now on. */
    Scene dress(Scene scene) {
        scene.getStylesheets()
                .add(Objects.requireNonNull(Theme.class.getResource("tunnelfun.css")).toString());
        scenes.add(scene);
        mark(scene);
        return scene;
    }

    private void mark(Scene scene) {
        scene.getRoot().getStyleClass().remove(DARK);
        if (isDark()) {
            scene.getRoot().getStyleClass().add(DARK);
        }
    }
}
