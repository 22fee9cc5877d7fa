package org.tunnelfun.desktop.ssh;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads as much at once as has come, for a reader that asks for 4 bytes and then for a packet.
 *
 * <p>Not a {@code BufferedInputStream}, because that asks the system whether more has come each
 * time a packet ends beyond its buffer: one system call more per packet, for nothing.
 */
final class ReadAhead extends FilterInputStream {

    private final byte[] buffer;
    private int from;
    private int to;

    ReadAhead(InputStream in, int size) {
        super(in);
        buffer = new byte[size];
    }

    @Override
    public int read() throws IOException {
        return fill() ? buffer[from++] & 0xFF : -1;
    }

    /** At least one byte; fewer than asked for where the buffer ends. */
    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int n = Math.min(length, to - from);
        System.arraycopy(buffer, from, bytes, offset, n);
        from += n;
        return n;
    }

    @Override
    public int available() throws IOException {
        return to - from + in.available();
    }

    private boolean fill() throws IOException {
        if (from < to) {
            return true;
        }
        from = 0;
        to = Math.max(0, in.read(buffer));
        return to > 0;
    }
}
