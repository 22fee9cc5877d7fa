package org.tunnelfun.desktop.ui;

import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** Labels as all screens have them: words that wrap and are never cut. */
final class Words {

    private Words() {}

    /** A text of one or more lines. */
    static Label wrapped(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    /** What stands above a screen. */
    static Label title(String text) {
        return styled(text, "title-3");
    }

    /** What stands above a part of a screen. */
    static Label section(String text) {
        return styled(text, "section");
    }

    /** A remark in grey. */
    static Label hint(String text) {
        return styled(text, "hint");
    }

    /** What is wrong, in red. */
    static Label bad(String text) {
        return styled(text, "bad");
    }

    private static Label styled(String text, String style) {
        Label label = wrapped(text);
        label.getStyleClass().add(style);
        return label;
    }
}
