package org.tunnelfun.desktop.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** Text that a person takes elsewhere: to be selected, or copied by a button. */
final class CopyText {

    /** Width of a character, and what stands around the text, in pixels; a little too much. */
    private static final double CHARACTER = 8.6;

    private static final double AROUND = 32;

    private static final int MOST_ROWS = 12;

    private static final Pattern REMARKED = Pattern.compile("(\\S.*?) {2,}# (\\S.*)");

    private CopyText() {}

    /** A read-only field with a Copy button, as many lines high as the text. */
    static HBox of(String text, String accessible) {
        TextInputControl field;
        if (text.contains("\n")) {
            TextArea area = new TextArea(text);
            area.setPrefRowCount(rows(text, 0));
            area.addEventFilter(ScrollEvent.SCROLL, e -> leaveToPage(area, e));
            area.widthProperty().addListener((o, was, is) -> resize(area, is.doubleValue()));
            field = area;
        } else {
            field = new TextField(text);
        }
        field.setEditable(false);
        field.getStyleClass().add("mono");
        field.setAccessibleText(accessible);
        HBox.setHgrow(field, Priority.ALWAYS);
        Button copy = new Button("Copy");
        copy.setMinWidth(76);
        copy.setAccessibleText(accessible);
        copy.setOnAction(e -> copyBy(copy, field.getText()));
        HBox box = new HBox(8, field, copy);
        box.setAlignment(Pos.TOP_LEFT);
        return box;
    }

    /**
     * Commands, some of which are for another machine: those ({@code cat x # on the server}) stand
     * in fields of their own, below their remark.
     */
    static VBox commands(String text, String accessible) {
        VBox box = new VBox(6);
        List<String> here = new ArrayList<>();
        for (String line : text.lines().toList()) {
            Matcher remarked = REMARKED.matcher(line);
            if (remarked.matches()) {
                addCommands(box, here, accessible);
                String remark = remarked.group(2);
                box.getChildren()
                        .addAll(
                                Words.hint(Sentence.upperFirst(remark) + ":"),
                                of(remarked.group(1), accessible + ", " + remark));
            } else {
                here.add(line);
            }
        }
        addCommands(box, here, accessible);
        return box;
    }

    private static void addCommands(VBox box, List<String> lines, String accessible) {
        if (!lines.isEmpty()) {
            box.getChildren().add(of(String.join("\n", lines), accessible));
            lines.clear();
        }
    }

    /** A text that is wholly there has nothing to scroll down to, but would scroll sideways. */
    private static void leaveToPage(TextArea area, ScrollEvent wheel) {
        boolean down = wheel.getDeltaX() == 0 && !wheel.isShiftDown();
        if (down && area.getText().lines().count() <= MOST_ROWS && area.getParent() != null) {
            wheel.consume();
            area.getParent().fireEvent(wheel.copyFor(area.getParent(), area.getParent()));
        }
    }

    private static void resize(TextArea area, double width) {
        area.setPrefRowCount(rows(area.getText(), width));
    }

    /** A line that does not fit brings a scroll bar, which takes the place of a line. */
    private static int rows(String text, double width) {
        int longest = text.lines().mapToInt(String::length).max().orElse(0);
        boolean bar = width > 0 && longest * CHARACTER + AROUND > width;
        return Math.min(MOST_ROWS, (int) text.lines().count() + (bar ? 1 : 0));
    }

    /** Copies, and says so on the button for a moment. */
    static void copyBy(Button button, String text) {
        copy(text);
        if (button.getText().equals("Copied")) {
            return;
        }
        String label = button.getText();
        button.setText("Copied");
        PauseTransition moment = new PauseTransition(Duration.seconds(1.5));
        moment.setOnFinished(e -> button.setText(label));
        moment.play();
    }

    static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
