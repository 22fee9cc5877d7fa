package org.tunnelfun.reaper.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;

/** One selector on the caller's thread, one deadline per port. */
public final class BannerProbe implements Probe {
    /** How long a selection may last at most, so that lateness shows. */
    private static final long STEP = 250_000_000;

    /**
     * New calls between two looks at what came, so that those that are answered at once go first.
     */
    private static final int AT_ONCE = 128;

    /** How long to wait for the answers to these before more calls are begun. */
    private static final long PAUSE = 10_000_000;

    private final IntSupplier window;

    /**
     * Takes the number of connections that may be open at once, asked anew for each probe.
     *
     * @param window 1 or more; see {@link Limits}
     */
    public BannerProbe(IntSupplier window) {
        this.window = window;
    }

    @Override
    public Map<InetSocketAddress, Heard> probe(Collection<Target> targets, Duration timeout)
            throws InterruptedException {
        try (Selector selector = Selector.open()) {
            return new Round(selector, targets, timeout.toNanos(), window.getAsInt()).run();
        } catch (IOException e) {
            // No selector, or a broken one: nothing was heard, and nothing follows from that.
            Map<InetSocketAddress, Heard> nothing = new HashMap<>();
            String why = String.valueOf(e.getMessage());
            targets.forEach(t -> nothing.put(t.address(), Call.localError(t, why, 0)));
            return nothing;
        }
    }

    /** The state of one probe. */
    private static final class Round {
        private final Selector selector;
        private final Deque<Target> waiting;
        private final long timeout;
        private final Map<InetSocketAddress, Heard> heard = new HashMap<>();
        // All have the same timeout, so the oldest call has the first deadline.
        private final Deque<Call> open = new ArrayDeque<>();
        private final AwakeClock clock = new AwakeClock(System.nanoTime());
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(BannerReader.MAX_BYTES);
        private int window;
        private int calls;

        Round(Selector selector, Collection<Target> targets, long timeout, int window) {
            this.selector = selector;
            this.waiting = new ArrayDeque<>(targets);
            this.timeout = timeout;
            this.window = window;
        }

        Map<InetSocketAddress, Heard> run() throws IOException, InterruptedException {
            try {
                while (!waiting.isEmpty() || calls > 0) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("the reaper is to stop");
                    }
                    startSome();
                    long left = nextDeadline() - clock.now();
                    boolean more = calls < window && !waiting.isEmpty();
                    long wait = Math.max(0, Math.min(left, more ? PAUSE : STEP));
                    select(wait);
                    if (left <= wait) {
                        // Whatever came while we were late is read before anybody is called late.
                        select(0);
                        expire();
                    }
                }
                return heard;
            } finally {
                for (SelectionKey key : selector.keys()) {
                    key.channel().close();
                }
            }
        }

        private void startSome() throws IOException {
            for (int i = 0; i < AT_ONCE && calls < window && !waiting.isEmpty(); i++) {
                SocketChannel channel;
                try {
                    channel = Call.channel(waiting.peek());
                } catch (IOException e) {
                    outOfDescriptors(e);
                    return;
                }
                start(waiting.remove(), channel);
            }
            clock.advance(System.nanoTime(), 0);
        }

        private void outOfDescriptors(IOException e) {
            if (calls > 0) {
                window = calls;
            } else {
                Target target = waiting.remove();
                heard.put(target.address(), Call.localError(target, e.getMessage(), 0));
            }
        }

        private void start(Target target, SocketChannel channel) throws IOException {
            long now = clock.now();
            Call call = new Call(target, channel, now);
            try {
                call.connect(selector, now);
                open.add(call);
                calls++;
            } catch (IOException e) {
                channel.close();
                heard.put(target.address(), call.failed(e, now));
            }
        }

        private long nextDeadline() {
            while (!open.isEmpty() && heard.containsKey(open.peek().target().address())) {
                open.remove();
            }
            return open.isEmpty() ? clock.now() : open.peek().started() + timeout;
        }

        private void select(long wait) throws IOException {
            long millis = (wait + 999_999) / 1_000_000;
            if (millis > 0) {
                selector.select(millis);
            } else {
                selector.selectNow();
            }
            clock.advance(System.nanoTime(), wait);
            for (SelectionKey key : selector.selectedKeys()) {
                Call call = (Call) key.attachment();
                Optional<Heard> end = call.proceed(key, buffer, clock.now());
                if (end.isPresent()) {
                    finish(call, end.get());
                }
            }
            selector.selectedKeys().clear();
        }

        private void expire() throws IOException {
            while (!open.isEmpty() && nextDeadline() <= clock.now() && !open.isEmpty()) {
                Call call = open.remove();
                finish(call, call.late(clock.now()));
            }
        }

        private void finish(Call call, Heard end) throws IOException {
            heard.put(call.target().address(), end);
            calls--;
            call.close();
        }
    }
}
