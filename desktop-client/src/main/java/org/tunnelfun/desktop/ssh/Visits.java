package org.tunnelfun.desktop.ssh;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Visitors;

/** Counts the visitors of one forward, and remembers how the last one fared. */
final class Visits {

    private static final long REFUSAL_TOLD_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final Forward forward;
    private final String reader;
    private final String writer;
    private final Set<ForwardedChannel> now = ConcurrentHashMap.newKeySet();
    private final LongAdder in = new LongAdder();
    private final LongAdder out = new LongAdder();
    private volatile String targetProblem = "";
    private volatile boolean ended;
    private Optional<Long> refusalToldAt = Optional.empty();

    Visits(Forward forward) {
        this.forward = forward;
        reader = "visitor " + forward.remote() + " reader";
        writer = "visitor " + forward.remote() + " writer";
    }

    /** The name of the thread that serves a visitor. */
    String reader() {
        return reader;
    }

    /** The name of the thread that writes to a visitor's target. */
    String writer() {
        return writer;
    }

    Forward forward() {
        return forward;
    }

    /** New visitors are turned away. */
    void end() {
        ended = true;
    }

    boolean ended() {
        return ended;
    }

    void came(ForwardedChannel visitor) {
        now.add(visitor);
    }

    void left(ForwardedChannel visitor) {
        now.remove(visitor);
    }

    /** Whether a visitor's refusal is news; who comes too often would fill the log. */
    synchronized boolean tellsRefusal(long nanos) {
        boolean news = refusalToldAt.map(at -> nanos - at > REFUSAL_TOLD_EVERY).orElse(true);
        refusalToldAt = news ? Optional.of(nanos) : refusalToldAt;
        return news;
    }

    void in(int bytes) {
        in.add(bytes);
    }

    void out(int bytes) {
        out.add(bytes);
    }

    /** Empty: the target was reached. */
    void target(String problem) {
        targetProblem = problem;
    }

    Visitors snapshot() {
        long nanos = System.nanoTime();
        long oldest = now.stream().mapToLong(v -> nanos - v.since()).max().orElse(0);
        return new Visitors(
                forward, now.size(), Math.max(0, oldest), in.sum(), out.sum(), targetProblem);
    }
}
