package org.tunnelfun.reaper.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** A request while it comes, in pieces of any size. Bounded. */
final class Arrival {
    /** Bytes; a browser with many cookies of other ports of this machine sends some thousand. */
    static final int MAX_HEAD = 16_384;

    /** Bytes; a form with a token. */
    static final int MAX_BODY = 4096;

    private static final int START = 1024;

    private byte[] bytes = new byte[START];
    private int size;
    private int searched;
    private Head head;
    private int bodyAt;

    /** Takes the bytes that came. Complete: the request; what follows it is left unread. */
    Optional<HttpRequest> take(ByteBuffer came, Ends ends) throws BadRequest {
        int more = Math.min(came.remaining(), MAX_HEAD + MAX_BODY - size);
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
        came.get(bytes, size, more);
        size += more;
        if (head == null && !headIsHere()) {
            return Optional.empty();
        }
        int length = head.length();
        if (length > MAX_BODY) {
            throw new BadRequest(413, "the body is longer than " + MAX_BODY + " bytes");
        }
        if (size - bodyAt < length) {
            return Optional.empty();
        }
        byte[] body = Arrays.copyOfRange(bytes, bodyAt, bodyAt + length);
        return Optional.of(new HttpRequest(head.method(), head.path(), head.headers(), body, ends));
    }

    private boolean headIsHere() throws BadRequest {
        int most = Math.min(size, MAX_HEAD);
        while (searched + 4 <= most) {
            if (endsAt(searched)) {
                String text = new String(bytes, 0, searched, StandardCharsets.ISO_8859_1);
                head = Head.parse(text);
                bodyAt = searched + 4;
                return true;
            }
            searched++;
        }
        if (size >= MAX_HEAD) {
            throw new BadRequest(431, "the headers are longer than " + MAX_HEAD + " bytes");
        }
        return false;
    }

    private boolean endsAt(int i) {
        return bytes[i] == '\r'
                && bytes[i + 1] == '\n'
                && bytes[i + 2] == '\r'
                && bytes[i + 3] == '\n';
    }
}
