package org.tunnelfun.desktop.ssh;

import java.nio.charset.StandardCharsets;

/**
 * Looks for an identification string (RFC 4253 §4.2) in what a forward's far end says. Pure: it is
 * fed bytes and knows no clock.
 *
 * <p>Its twin is the reaper's {@code BannerProbe}. They differ in what must not happen: this one
 * must never call a dead tunnel up, so only a line that begins {@code SSH-2.0-} or {@code
 * SSH-1.99-} counts; the reaper must never end a living one.
 */
final class Banner {

    /** Lines before the banner are allowed, but not for ever. */
    private static final int MAX_BYTES = 8 * 1024;

    private static final int MAX_LINES = 256;

    /** RFC 4253 §4.2: 255 characters with the line end. */
    private static final int MAX_BANNER = 255;

    private final StringBuilder line = new StringBuilder();
    private int bytes;
    private int lines;
    private String found = "";

    /**
     * Takes what was heard next.
     *
     * @return whether more may change the result
     */
    boolean feed(byte[] heard, int offset, int length) {
        String text = new String(heard, offset, length, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < text.length() && wantsMore(); i++) {
            bytes++;
            if (text.charAt(i) == '\n') {
                endLine();
            } else {
                line.append(text.charAt(i));
            }
        }
        return wantsMore();
    }

    private void endLine() {
        lines++;
        String text = line.toString();
        line.setLength(0);
        if (text.length() < MAX_BANNER
                && (text.startsWith("SSH-2.0-") || text.startsWith("SSH-1.99-"))) {
            found = Untrusted.text(text.strip(), MAX_BANNER);
        }
    }

    private boolean wantsMore() {
        return found.isEmpty() && bytes < MAX_BYTES && lines < MAX_LINES;
    }

    /** The identification string, escaped and bounded; empty if there was none. */
    String found() {
        return found;
    }

    /** Whether anything was said at all. */
    boolean heardAnything() {
        return bytes > 0;
    }
}
