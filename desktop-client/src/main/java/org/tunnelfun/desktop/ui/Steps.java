package org.tunnelfun.desktop.ui;

import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.control.Accordion;
import javafx.scene.control.TitledPane;

/** Panes of which one is open, as high as their words are when they wrap. */
final class Steps extends Accordion {

    Steps(List<? extends TitledPane> panes) {
        getPanes().setAll(panes);
    }

    @Override
    public Orientation getContentBias() {
        // JavaFX forgets that the words in its panes wrap, and cut the end of a pane off.
        return Orientation.HORIZONTAL;
    }
}
