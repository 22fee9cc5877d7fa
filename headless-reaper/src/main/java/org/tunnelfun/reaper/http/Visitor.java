package org.tunnelfun.reaper.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/** One connection, from its first byte to its end. Belongs to the server's thread. */
final class Visitor {
    /** Whole requests, from the connection on. Who needs longer comes from no program of ours. */
    static final long ASK_NANOS = 5_000_000_000L;

    /** To take the answer: a fleet of thousands over a slow line. */
    static final long READ_NANOS = 120_000_000_000L;

    /** To hang up after the answer; closing at once could destroy what is still on its way. */
    static final long LEAVE_NANOS = 2_000_000_000L;

    /** At a time, so that a long answer needs no equally long buffer outside the heap. */
    private static final int PIECE = 65_536;

    private enum State {
        ASKING,
        WAITING,
        READING,
        LEAVING
    }

    private final SocketChannel channel;
    private final SelectionKey key;
    private final Ends ends;
    private Arrival arrival = new Arrival();
    private ByteBuffer answer = ByteBuffer.allocate(0);
    private State state = State.ASKING;
    private long since;

    Visitor(SocketChannel channel, Selector selector, long now) throws IOException {
        this.channel = channel;
        this.since = now;
        channel.configureBlocking(false);
        ends =
                new Ends(
                        (InetSocketAddress) channel.getRemoteAddress(),
                        (InetSocketAddress) channel.getLocalAddress());
        key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Has not asked yet, or has been answered: the first to go if another one needs the place. */
    boolean idle() {
        return state == State.ASKING || state == State.LEAVING;
    }

    /** Has not taken its answer yet. */
    boolean reads() {
        return state == State.READING;
    }

    boolean overdue(long now) {
        return switch (state) {
            case ASKING -> now - since >= ASK_NANOS;
            case WAITING -> false;
            case READING -> now - since >= READ_NANOS;
            case LEAVING -> now - since >= LEAVE_NANOS;
        };
    }

    /** Its channel has something for us, or takes something. A request, once it is complete. */
    Optional<HttpRequest> ready(ByteBuffer scratch, long now) throws IOException, BadRequest {
        if (state == State.READING) {
            write(now);
        } else if (channel.read(scratch.clear()) < 0) {
            close();
        } else if (state == State.ASKING) {
            Optional<HttpRequest> request = arrival.take(scratch.flip(), ends);
            request.ifPresent(r -> await());
            return request;
        }
        return Optional.empty();
    }

    private void await() {
        state = State.WAITING;
        arrival = null;
        key.interestOps(0);
    }

    /** Begins to send the answer. */
    void answer(byte[] bytes, long now) throws IOException {
        arrival = null;
        answer = ByteBuffer.wrap(bytes);
        state = State.READING;
        since = now;
        write(now);
    }

    private void write(long now) throws IOException {
        int wrote = 1;
        while (wrote > 0 && answer.position() < answer.capacity()) {
            answer.limit(Math.min(answer.capacity(), answer.position() + PIECE));
            wrote = channel.write(answer);
        }
        if (answer.position() < answer.capacity()) {
            key.interestOps(SelectionKey.OP_WRITE);
            return;
        }
        answer = ByteBuffer.allocate(0);
        channel.shutdownOutput();
        state = State.LEAVING;
        since = now;
        key.interestOps(SelectionKey.OP_READ);
    }

    boolean gone() {
        return !channel.isOpen();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is gone either way.
            key.cancel();
        }
    }
}
