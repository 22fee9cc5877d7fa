package org.tunnelfun.desktop.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Visits a port ten times a second, as an outsider, and remembers when it answered. */
final class Visits implements AutoCloseable {

    /** A healthy port answers in milliseconds; longer than this is an outage to be shown. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private static final int SHOWN = 70;

    /** Seconds before a fault that the strip shows. */
    private static final double BEFORE = 0.8;

    private final int port;
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(
                    6,
                    task -> {
                        Thread thread = new Thread(task, "visits");
                        thread.setDaemon(true);
                        return thread;
                    });
    private final List<Visit> visits = new ArrayList<>();
    private Clock clock = new Clock();

    /** A visit: when it began, and whether a banner came. */
    private record Visit(double began, boolean answered) {}

    Visits(int port) {
        this.port = port;
        // Each visit runs on a thread of its own, so that a silent one delays none that follow.
        threads.scheduleAtFixedRate(
                () -> threads.execute(this::visit), 0, 100, TimeUnit.MILLISECONDS);
    }

    /** Starts the clock, at the moment of a fault; of the visits before only the last few stay. */
    synchronized void restart(Clock newClock) {
        double now = clock.seconds();
        List<Visit> last =
                inOrder().stream()
                        .filter(visit -> visit.began > now - BEFORE)
                        .map(visit -> new Visit(visit.began - now, visit.answered))
                        .toList();
        visits.clear();
        visits.addAll(last);
        clock = newClock;
    }

    /**
     * When the first of three visits in a row began that all answered; negative: not yet.
     *
     * @param from earlier ones do not count
     */
    synchronized double answeredSince(double from) {
        List<Visit> inOrder = inOrder().stream().filter(visit -> visit.began >= from).toList();
        for (int i = 0; i + 2 < inOrder.size(); i++) {
            if (inOrder.subList(i, i + 3).stream().allMatch(Visit::answered)) {
                return inOrder.get(i).began;
            }
        }
        return -1;
    }

    /** When the first visit began that was not answered, since {@link #restart}. */
    synchronized OptionalDouble failedSince() {
        return inOrder().stream()
                .filter(visit -> visit.began >= 0 && !visit.answered)
                .mapToDouble(Visit::began)
                .findFirst();
    }

    /** For the strip: the answers in order, thinned to fit a line. */
    synchronized List<Boolean> strip() {
        List<Visit> inOrder = inOrder();
        int step = step();
        List<Boolean> strip = new ArrayList<>();
        for (int i = 0; i < inOrder.size(); i += step) {
            List<Visit> part = inOrder.subList(i, Math.min(i + step, inOrder.size()));
            strip.add(part.stream().allMatch(Visit::answered));
        }
        return strip;
    }

    /** What one mark of the strip stands for, in tenths of a second. */
    synchronized int step() {
        return Math.max(1, (visits.size() + SHOWN - 1) / SHOWN);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** The first line that a port of the loopback says; empty when none came in time. */
    static String banner(int port, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        try (Socket socket = new Socket()) {
            // An answer to this reset costs nothing, and no port is left in TIME_WAIT.
            socket.setSoLinger(true, 0);
            socket.connect(
                    new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port),
                    (int) within.toMillis());
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            while (line.size() < 255) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return "";
                }
                socket.setSoTimeout((int) left);
                int b = socket.getInputStream().read();
                if (b < 0 || b == '\n') {
                    break;
                }
                line.write(b);
            }
            return line.toString(StandardCharsets.US_ASCII).replaceAll("\\p{Cntrl}", "");
        } catch (IOException silentOrRefused) {
            return "";
        }
    }

    private void visit() {
        Clock mine;
        synchronized (this) {
            mine = clock;
        }
        double began = mine.seconds();
        boolean answered = banner(port, PATIENCE).startsWith("SSH-2.0-");
        synchronized (this) {
            if (mine == clock) {
                visits.add(new Visit(began, answered));
            }
        }
    }

    private List<Visit> inOrder() {
        return visits.stream().sorted((a, b) -> Double.compare(a.began, b.began)).toList();
    }
}
