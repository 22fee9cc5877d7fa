package org.tunnelfun.desktop.ui;

import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Control;
import javafx.scene.control.Label;

/** Small things that all forms do alike. */
final class Marks {

    /** AtlantaFX draws a red border around a control in this state. */
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private Marks() {}

    /** Shows what is wrong with a field below it; an empty text takes it away. */
    static void problem(Control field, Label below, String problem) {
        field.pseudoClassStateChanged(DANGER, !problem.isEmpty());
        field.setAccessibleHelp(problem);
        below.setText(Sentence.upperFirst(problem));
        shown(below, !problem.isEmpty());
    }

    /** Shows a node, or hides it without leaving a hole. */
    static void shown(Node node, boolean is) {
        node.setVisible(is);
        node.setManaged(is);
    }
}
