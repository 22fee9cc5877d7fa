package org.tunnelfun.desktop.control;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;

/**
 * Reads and writes lines on a socket of this machine, with a deadline for each and a longest
 * length. Not for several threads at once; {@link #close} may come from any.
 */
final class Lines implements AutoCloseable {

    private final SocketChannel channel;
    private final Selector selector;
    private final int longest;
    private ByteBuffer read = ByteBuffer.allocate(4_096);

    /** Takes the channel over, also when this fails. */
    Lines(SocketChannel channel, int longest) throws IOException {
        this.channel = channel;
        this.longest = longest;
        read.limit(0);
        try {
            channel.configureBlocking(false);
            this.selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * The next line without its end.
     *
     * @throws EOFException if the other side is gone
     * @throws IOException if it is too long or does not come in time
     */
    String read(Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        int searched = 0;
        while (true) {
            for (; searched < read.remaining(); searched++) {
                if (read.get(read.position() + searched) == '\n') {
                    byte[] line = new byte[searched];
                    read.get(line).get();
                    return new String(line, StandardCharsets.UTF_8);
                }
            }
            fill(deadline);
        }
    }

    /**
     * A secret in UTF-8 that follows a line; nothing may follow it. No other copy of it is left
     * here.
     *
     * @param count its bytes
     * @throws IOException as {@link #read}
     */
    char[] secret(int count, Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        try {
            while (read.remaining() < count) {
                fill(deadline);
            }
            CharBuffer decoded = StandardCharsets.UTF_8.decode(read.slice(read.position(), count));
            char[] secret = new char[decoded.remaining()];
            decoded.get(secret);
            Arrays.fill(decoded.array(), '\0');
            return secret;
        } finally {
            Arrays.fill(read.array(), (byte) 0);
            read.limit(0);
        }
    }

    private void fill(long deadline) throws IOException {
        if (read.remaining() >= longest) {
            throw new IOException("a line of more than " + longest + " bytes came");
        }
        ByteBuffer larger = read;
        if (read.remaining() == read.capacity()) {
            larger = ByteBuffer.allocate(Math.min(longest, 4 * read.capacity()));
            larger.put(read);
            Arrays.fill(read.array(), (byte) 0);
        } else {
            larger.compact();
        }
        read = larger;
        try {
            await(SelectionKey.OP_READ, deadline);
            if (channel.read(read) < 0) {
                throw new EOFException("the other side is gone");
            }
        } finally {
            read.flip();
        }
    }

    /**
     * Writes a line with its end.
     *
     * @throws IOException if the other side does not take it in time
     */
    void write(String line, Duration within) throws IOException {
        write((line + "\n").getBytes(StandardCharsets.UTF_8), within);
    }

    /** Writes bytes as they are. */
    void write(byte[] bytes, Duration within) throws IOException {
        long deadline = System.nanoTime() + within.toNanos();
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining()) {
            if (channel.write(rest) == 0) {
                await(SelectionKey.OP_WRITE, deadline);
            }
        }
    }

    private void await(int operation, long deadline) throws IOException {
        channel.keyFor(selector).interestOps(operation);
        while (true) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("no answer in time");
            }
            if (selector.select(left) > 0) {
                selector.selectedKeys().clear();
                return;
            }
            if (!selector.isOpen()) {
                throw new EOFException("closed");
            }
        }
    }

    /** Whether the other side has hung up or said something unasked. */
    boolean stirred() throws IOException {
        channel.keyFor(selector).interestOps(SelectionKey.OP_READ);
        boolean stirred = selector.selectNow() > 0;
        selector.selectedKeys().clear();
        return stirred;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        selector.close();
    }
}
