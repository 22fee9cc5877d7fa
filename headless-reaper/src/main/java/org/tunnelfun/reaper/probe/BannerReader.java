package org.tunnelfun.reaper.probe;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.tunnelfun.reaper.judge.Escape;

/**
 * Looks for an identification string in what a port says (RFC 4253 §4.2).
 *
 * <p>Other lines may stand before it. The desktop client has a twin of this: it must not call a
 * dead tunnel up, while this one must not call a living one dead.
 */
final class BannerReader {
    /** Room for a chatty notice before the banner; a megabyte without one is no SSH server. */
    static final int MAX_BYTES = 8192;

    /** The longest identification string, with CR and LF. */
    private static final int MAX_LINE = 255;

    private static final int SHOWN = 80;

    // Grows: thousands of these exist at once, and a banner is short.
    private byte[] seen = new byte[64];
    private int bytes;
    private int lineStart;
    private boolean found;
    private boolean given;

    /** Takes what was read. */
    void read(ByteBuffer chunk) {
        while (chunk.hasRemaining() && !decided()) {
            byte b = chunk.get();
            if (bytes == seen.length) {
                seen = Arrays.copyOf(seen, 2 * bytes);
            }
            seen[bytes++] = b;
            if (b == '\n') {
                line(bytes - lineStart);
                lineStart = found ? lineStart : bytes;
            }
        }
        given |= bytes == MAX_BYTES;
    }

    private void line(int length) {
        int prefix = Math.min(length, 9);
        String start = new String(seen, lineStart, prefix, StandardCharsets.ISO_8859_1);
        if (start.startsWith("SSH-")) {
            found =
                    length <= MAX_LINE
                            && (start.startsWith("SSH-2.0-") || start.startsWith("SSH-1.99-"));
            given = true;
        }
    }

    /** Whether more bytes would change nothing. */
    boolean decided() {
        return given || bytes == MAX_BYTES;
    }

    /** Whether the identification string came. */
    boolean banner() {
        return found;
    }

    /** How many bytes were looked at. */
    int bytes() {
        return bytes;
    }

    /** The banner, or what came first instead. */
    String said() {
        int from = found ? lineStart : 0;
        int end = from;
        while (end < bytes && seen[end] != '\n' && seen[end] != '\r') {
            end++;
        }
        byte[] line = Arrays.copyOfRange(seen, from, end);
        return Escape.bytes(line, line.length, SHOWN);
    }
}
