package org.tunnelfun.reaper.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * A nuisance that any account can be: connects to listeners of this machine as fast as it can. By
 * as many threads as keep the queue full of a listener that accepts at full speed.
 */
public final class Flood implements AutoCloseable {
    private static final int THREADS = 16;

    /** Held open by each thread, so that an unaccepted connection stays in its queue. */
    private static final int HELD = 100;

    private final Supplier<List<InetSocketAddress>> where;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile boolean over;

    /** Begins; asks anew where to connect to before each round. */
    public Flood(Supplier<List<InetSocketAddress>> where) {
        this.where = where;
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::flood, "flood-" + i);
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    private void flood() {
        Deque<SocketChannel> held = new ArrayDeque<>();
        while (!over) {
            for (InetSocketAddress address : where.get()) {
                held.add(connect(address));
                if (held.size() > HELD) {
                    close(held.remove());
                }
            }
        }
        held.forEach(Flood::close);
    }

    private SocketChannel connect(InetSocketAddress address) {
        try {
            SocketChannel channel = SocketChannel.open();
            channel.configureBlocking(false);
            // Nothing must linger on a port that another test may want.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            try {
                channel.connect(address);
                connections.incrementAndGet();
            } catch (IOException refused) {
                channel.close();
            }
            return channel;
        } catch (IOException noDescriptorLeft) {
            throw new AssertionError(noDescriptorLeft);
        }
    }

    private static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    /** How many were begun. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
