package org.tunnelfun.reaper.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets callers in and reads what they ask, all by one thread, so that those who only connect hold
 * nobody up. If there are too many, the one goes that has been asking for the longest: whoever
 * means it sends his question at once and is past that.
 */
public final class HttpDoor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpDoor.class);

    /** Connections; what the prober leaves us of the descriptors must hold them. */
    static final int MOST = 128;

    /** Rechecks wait for seconds; more callers than these wait in line, and more than that go. */
    static final int THREADS = 16;

    static final int LINE = 64;

    private static final int BACKLOG = 128;

    /** Accepted in a row, before those who are in are heard again. */
    private static final int AT_ONCE = 32;

    /** How late a deadline may be noticed, in ms; with nobody here, none is waited for. */
    private static final int TICK = 250;

    private static final int SCRATCH = 8192;

    private final HttpHandler handler;
    private final LongSupplier nanos;
    private final Selector selector = Selector.open();
    private final ServerSocketChannel listener = ServerSocketChannel.open();
    private final SelectionKey listening;
    private final Set<Visitor> visitors = new LinkedHashSet<>();
    private final Queue<Runnable> answered = new ConcurrentLinkedQueue<>();
    private final ByteBuffer scratch = ByteBuffer.allocate(SCRATCH);
    private final ThreadPoolExecutor workers;
    private final Thread thread = new Thread(this::serve, "http");
    private volatile boolean closing;

    /**
     * Starts listening.
     *
     * @param address loopback; port 0: any
     * @param nanos the monotonic clock
     * @throws IOException if the port is taken
     */
    public HttpDoor(InetSocketAddress address, HttpHandler handler, LongSupplier nanos)
            throws IOException {
        this.handler = handler;
        this.nanos = nanos;
        try {
            listener.bind(address, BACKLOG);
            listener.configureBlocking(false);
            listening = listener.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            listener.close();
            selector.close();
            throw e;
        }
        workers =
                new ThreadPoolExecutor(
                        THREADS, THREADS, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(LINE));
        workers.allowCoreThreadTimeOut(true);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where it listens. */
    public int port() {
        return listener.socket().getLocalPort();
    }

    private void serve() {
        try {
            while (!closing) {
                selector.select(visitors.isEmpty() ? 0 : TICK);
                round();
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("HTTP ends", e);
        } finally {
            visitors.forEach(Visitor::close);
            shut();
        }
    }

    private void round() {
        for (Runnable next = answered.poll(); next != null; next = answered.poll()) {
            next.run();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.attachment() instanceof Visitor visitor) {
                hear(visitor);
            }
        }
        selector.selectedKeys().clear();
        long now = nanos.getAsLong();
        visitors.stream().filter(v -> v.overdue(now)).forEach(Visitor::close);
        visitors.removeIf(Visitor::gone);
        // Last: who is in already and has asked, has its answer under way before it could be sent
        // off for somebody new.
        accept();
    }

    private void hear(Visitor visitor) {
        try {
            Optional<HttpRequest> request = visitor.ready(scratch, nanos.getAsLong());
            request.ifPresent(r -> ask(visitor, r));
        } catch (BadRequest e) {
            answer(visitor, handler.refuse(e.status(), e.getMessage()));
        } catch (IOException e) {
            LOG.debug("a caller went away: {}", e.toString());
            visitor.close();
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
            visitor.close();
        }
    }

    private void ask(Visitor visitor, HttpRequest request) {
        try {
            workers.execute(() -> work(visitor, request));
        } catch (RejectedExecutionException e) {
            answer(visitor, handler.refuse(503, "too many ask at once; try again in a moment"));
        }
    }

    private void work(Visitor visitor, HttpRequest request) {
        byte[] made = new byte[0];
        try {
            made = handler.answer(request);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a request failed", e);
        } finally {
            byte[] bytes = made;
            answered.add(() -> answer(visitor, bytes));
            selector.wakeup();
        }
    }

    private void answer(Visitor visitor, byte[] bytes) {
        try {
            visitor.answer(bytes, nanos.getAsLong());
        } catch (IOException | RuntimeException e) {
            LOG.debug("a caller went away: {}", e.toString());
            visitor.close();
        }
    }

    private void accept() {
        if (!listening.isValid()) {
            return;
        }
        try {
            for (int i = 0; i < AT_ONCE; i++) {
                SocketChannel caller = listener.accept();
                if (caller == null) {
                    return;
                }
                letIn(caller);
            }
        } catch (IOException e) {
            LOG.warn("HTTP: {}", e.toString());
            makeRoom();
            LockSupport.parkNanos(100_000_000);
        }
    }

    private void letIn(SocketChannel caller) throws IOException {
        if (visitors.size() >= MOST) {
            makeRoom();
        }
        try {
            visitors.add(new Visitor(caller, selector, nanos.getAsLong()));
        } catch (IOException e) {
            LOG.debug("a caller went away: {}", e.toString());
            caller.close();
        }
    }

    /** There is always one: fewer than {@link #MOST} can wait for an answer. */
    private void makeRoom() {
        visitors.stream()
                .filter(Visitor::idle)
                .findFirst()
                .or(() -> visitors.stream().filter(Visitor::reads).findFirst())
                .ifPresent(
                        oldest -> {
                            oldest.close();
                            visitors.remove(oldest);
                        });
    }

    private void shut() {
        try {
            listener.close();
            // Only now does the kernel close the listener: a selector held on to it.
            selector.close();
        } catch (IOException e) {
            LOG.warn("HTTP: {}", e.toString());
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        workers.shutdownNow();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
