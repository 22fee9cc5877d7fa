package org.tunnelfun.desktop.ui;

import java.util.Locale;

/** How a {@link Look} is drawn in the window and written where only text fits. */
public final class Shapes {

    private static final String DISC = "M8 1A7 7 0 1 0 8 15A7 7 0 1 0 8 1Z";

    private Shapes() {}

    /** An SVG path in a square of 16, filled by the even-odd rule. */
    public static String path(Look look) {
        return switch (look) {
            case OFF -> DISC + "M8 3A5 5 0 1 1 8 13A5 5 0 1 1 8 3Z";
            case UP -> DISC + "M6.9 11.5L3.8 8.4L5 7.2L6.9 9.1L11 5L12.2 6.2Z";
            case PARTLY -> DISC + "M4 7H12V9H4Z";
            case WORKING -> "M15 8A7 7 0 1 1 10.394 1.422L9.71 3.302A5 5 0 1 0 13 8Z";
            case NEEDS_YOU -> "M8 0.8L15.7 14.5H0.3ZM7.2 5.2H8.8V10.2H7.2ZM7.2 11.4H8.8V13H7.2Z";
        };
    }

    /** The character that comes nearest to the shape. */
    public static String sign(Look look) {
        return switch (look) {
            case OFF -> "○";
            case UP -> "✓";
            case PARTLY -> "⊖";
            case WORKING -> "◌";
            case NEEDS_YOU -> "▲";
        };
    }

    /** The name in style sheets: {@code needs-you}. */
    public static String styleClass(Look look) {
        return look.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
