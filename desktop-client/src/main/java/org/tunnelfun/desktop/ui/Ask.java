package org.tunnelfun.desktop.ui;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.layout.Region;
import javafx.stage.Window;

/** Questions with a few words for an answer. */
final class Ask {

    private Ask() {}

    /** What becomes of what was not saved. */
    enum Answer {
        SAVE,
        DISCARD,
        STAY
    }

    /** Whether the person says yes; closing the question is a no. */
    static boolean yes(Node in, String title, String text, String yes) {
        return yes(in.getScene().getWindow(), title, text, yes);
    }

    /** Whether the person says yes; closing the question is a no. */
    static boolean yes(Window owner, String title, String text, String yes) {
        ButtonType does = new ButtonType(yes, ButtonBar.ButtonData.OK_DONE);
        return alert(owner, title, text, does, ButtonType.CANCEL)
                .showAndWait()
                .equals(Optional.of(does));
    }

    /** What to do with what was not saved. */
    static Answer unsaved(Window owner) {
        ButtonType save = new ButtonType("Save", ButtonBar.ButtonData.YES);
        ButtonType discard = new ButtonType("Discard", ButtonBar.ButtonData.NO);
        Optional<ButtonType> answer =
                alert(
                                owner,
                                "Save the changes?",
                                "They were not saved yet.",
                                save,
                                discard,
                                ButtonType.CANCEL)
                        .showAndWait();
        if (answer.equals(Optional.of(save))) {
            return Answer.SAVE;
        }
        return answer.equals(Optional.of(discard)) ? Answer.DISCARD : Answer.STAY;
    }

    /** Says something that must be read. */
    static void tell(Window owner, String title, String text) {
        alert(owner, title, text, ButtonType.OK).showAndWait();
    }

    private static Alert alert(Window owner, String title, String text, ButtonType... buttons) {
        Alert alert = new Alert(Alert.AlertType.NONE, text, buttons);
        // In a list of windows it is all that one sees.
        alert.setTitle(owner == null ? title : "Tunnelfun");
        alert.setHeaderText(title);
        alert.getDialogPane().setMinHeight(Region.USE_PREF_SIZE);
        if (owner != null && owner.isShowing()) {
            alert.initOwner(owner);
        }
        return alert;
    }
}
