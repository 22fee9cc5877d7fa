package org.tunnelfun.desktop.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.engine.Failure;
import org.tunnelfun.desktop.engine.SessionFacts;

/**
 * Brings about one TCP connection to any address of a host, in the manner of RFC 8305: the next
 * address joins in after a quarter of a second, and a fresh SYN every two seconds, because the
 * kernel's own repetitions grow rarer just when a network comes back. At most two connects race.
 *
 * <p>One use per object. {@link #dial} blocks its thread; {@link #cancel} frees it at once.
 */
final class Dialer {

    /** RFC 8305 §5: the recommended delay before the next address joins in. */
    private static final long NEXT_ADDRESS = TimeUnit.MILLISECONDS.toNanos(250);

    /** With the kernel's repetition after 1 s, this makes one SYN a second. */
    private static final long FRESH_SYN = TimeUnit.SECONDS.toNanos(2);

    private static final int RACERS = 2;

    private static final String REFUSED = "connection refused";

    private final Executor threads;
    private final BlockingQueue<Runner> finished = new LinkedBlockingQueue<>();
    private final Deque<Runner> running = new ArrayDeque<>();
    private final Map<InetAddress, String> problems = new LinkedHashMap<>();
    private volatile boolean cancelled;

    Dialer(Executor threads) {
        this.threads = threads;
    }

    /**
     * @param host name or address, for the message
     * @param addresses at least one, in the order of preference
     * @param within limit for the whole dial
     * @return a connected socket
     * @throws LoginException of kind {@code UNREACHABLE}, or {@code REFUSED} by all, naming each
     *     address and what it said
     */
    Socket dial(HostPort host, List<InetAddress> addresses, Duration within)
            throws LoginException, InterruptedException {
        long deadline = System.nanoTime() + within.toNanos();
        Deque<InetAddress> untried = new ArrayDeque<>(alternating(addresses));
        int turn = 0;
        long lastStart = 0;
        try {
            while (!cancelled) {
                long now = System.nanoTime();
                if (now - deadline >= 0) {
                    break;
                }
                long wait =
                        running.isEmpty() && !untried.isEmpty()
                                ? 0
                                : dueIn(now, lastStart, untried);
                if (wait <= 0) {
                    if (running.size() == RACERS) {
                        running.removeFirst().abandon();
                    }
                    InetAddress next =
                            untried.isEmpty()
                                    ? addresses.get(turn++ % addresses.size())
                                    : untried.removeFirst();
                    start(new Runner(next, host.port(), deadline - now));
                    lastStart = now;
                    continue;
                }
                Runner runner = finished.poll(Math.min(wait, deadline - now), TimeUnit.NANOSECONDS);
                if (runner != null && running.remove(runner)) {
                    if (runner.problem == null) {
                        return runner.socket;
                    }
                    problems.put(runner.address, Failures.unreachable(runner.problem));
                    if (running.isEmpty() && untried.isEmpty()) {
                        // Refused everywhere: somebody answered, so waiting longer brings nothing.
                        break;
                    }
                }
            }
        } finally {
            closeAll();
        }
        throw new LoginException(failure(host, addresses));
    }

    /** Ends the dial at once; it then fails. */
    void cancel() {
        cancelled = true;
        finished.add(new Runner(InetAddress.getLoopbackAddress(), 0, 0));
    }

    private long dueIn(long now, long lastStart, Deque<InetAddress> untried) {
        boolean another = !untried.isEmpty() && running.size() < RACERS;
        return lastStart + (another ? NEXT_ADDRESS : FRESH_SYN) - now;
    }

    private void start(Runner runner) {
        running.addLast(runner);
        threads.execute(runner);
    }

    /** Whoever connects after the race is over closes its socket itself. */
    private void closeAll() {
        for (Runner runner : running) {
            runner.abandon();
        }
        running.clear();
    }

    private Failure failure(HostPort host, Collection<InetAddress> addresses) {
        List<String> each = new ArrayList<>();
        for (InetAddress address : addresses) {
            each.add(
                    SessionFacts.address(new InetSocketAddress(address, host.port()))
                            + ": "
                            + problems.getOrDefault(address, "no answer"));
        }
        // Windows adds ": connect".
        boolean refused =
                addresses.stream().allMatch(a -> problems.getOrDefault(a, "").startsWith(REFUSED));
        return Failure.of(
                refused ? Failure.Kind.REFUSED : Failure.Kind.UNREACHABLE,
                "no connection to " + host + " (" + String.join(", ", each) + ")");
    }

    /** IPv6 and IPv4 in turns, beginning with what the system prefers (RFC 8305 §4). */
    static List<InetAddress> alternating(List<InetAddress> addresses) {
        Deque<InetAddress> first = new ArrayDeque<>();
        Deque<InetAddress> second = new ArrayDeque<>();
        for (InetAddress address : addresses) {
            boolean sameKind = address.getClass() == addresses.get(0).getClass();
            (sameKind ? first : second).add(address);
        }
        List<InetAddress> mixed = new ArrayList<>();
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                mixed.add(first.removeFirst());
            }
            if (!second.isEmpty()) {
                mixed.add(second.removeFirst());
            }
        }
        return mixed;
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            JschSsh.LOG.debug("closing a connection that was given up: {}", e.toString());
        }
    }

    /** One connect. */
    private final class Runner implements Runnable {
        private final InetAddress address;
        private final int port;
        private final long limit;
        private final Socket socket = new Socket();
        private volatile boolean abandoned;
        private Exception problem;

        Runner(InetAddress address, int port, long limit) {
            this.address = address;
            this.port = port;
            this.limit = limit;
        }

        @Override
        public void run() {
            int millis = (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(limit));
            try {
                socket.connect(new InetSocketAddress(address, port), millis);
                if (abandoned) {
                    socket.close();
                    return;
                }
            } catch (SocketTimeoutException e) {
                problem = e;
                close();
            } catch (IOException e) {
                problem = e;
                close();
            }
            finished.add(this);
        }

        void abandon() {
            abandoned = true;
            close();
        }

        private void close() {
            Dialer.close(socket);
        }
    }
}
