package org.tunnelfun.reaper.sweep;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tunnelfun.reaper.proc.Holder;
import org.tunnelfun.reaper.proc.Identity;
import org.tunnelfun.reaper.proc.ProcFs;
import org.tunnelfun.reaper.proc.SocketTable;
import org.tunnelfun.reaper.proc.Stat;
import org.tunnelfun.reaper.proc.TcpSocket;
import org.tunnelfun.reaper.sweep.Signals.Ended.Result;

/**
 * The only door to a signal: identity, TERM, wait, identity, KILL.
 *
 * <p>The handle held since the observation compares start times once more in the system call's
 * neighbourhood; what remains is the time of a few instructions.
 */
public final class ProcessSignals implements Signals {
    /** A session frees its ports within 4-120 ms of a signal. */
    private static final Duration LOOK = Duration.ofMillis(20);

    /** After KILL only a kernel under great load needs longer. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final ProcFs proc;
    private final Identity identity;
    private final Rights rights;
    private final Time time;

    /** Signals processes of this machine. */
    public ProcessSignals(ProcFs proc, Rights rights, Time time) {
        this.proc = proc;
        this.identity = new Identity(proc);
        this.rights = rights;
        this.time = time;
    }

    @Override
    public String missing(Holder holder) {
        return rights.missingFor(holder);
    }

    @Override
    public Map<Holder.Key, Ended> end(List<Holder> sessions, Duration grace)
            throws InterruptedException {
        Map<Holder.Key, Ended> ended = new HashMap<>();
        Map<Holder.Key, Ending> under = new HashMap<>();
        for (Holder session : sessions) {
            Optional<String> changed = identity.changed(session);
            if (changed.isPresent()) {
                ended.put(session.key(), new Ended(Result.CHANGED, "", -1, changed.get()));
            } else if (session.handle().orElseThrow().destroy()) {
                under.put(session.key(), new Ending(session, time.nanos()));
            } else {
                ended.put(session.key(), new Ended(Result.FAILED, "", -1, "TERM was refused"));
            }
        }
        while (!under.isEmpty()) {
            SocketTable table = SocketTable.read(proc.root());
            under.values().removeIf(e -> proceed(e, table, grace, ended));
            if (!under.isEmpty()) {
                time.sleep(LOOK);
            }
        }
        return ended;
    }

    /** One look at a session that was signalled; true when there is nothing more to wait for. */
    private boolean proceed(
            Ending e, SocketTable table, Duration grace, Map<Holder.Key, Ended> ended) {
        long nanos = time.nanos() - e.started;
        long ms = nanos / 1_000_000;
        if (free(e.session, table)) {
            ended.put(e.session.key(), new Ended(Result.FREED, e.signal, ms, ""));
            return true;
        }
        if (e.killed < 0 && (nanos >= grace.toNanos() || stopped(e.session))) {
            // A stopped process takes TERM only when somebody continues it, so it gets no grace.
            kill(e);
            return false;
        }
        if (e.killed >= 0 && time.nanos() - e.killed >= AFTER_KILL.toNanos()) {
            String problem = "its ports are still held " + ms + " ms after " + e.signal;
            ended.put(e.session.key(), new Ended(Result.FAILED, e.signal, -1, problem));
            return true;
        }
        return false;
    }

    private void kill(Ending e) {
        e.killed = time.nanos();
        // A process that changed since TERM is on its way out, or is none of ours any more.
        if (identity.changed(e.session).isEmpty()
                && e.session.handle().orElseThrow().destroyForcibly()) {
            e.signal = "KILL";
        }
    }

    private boolean stopped(Holder session) {
        return proc.stat(session.pid()).map(Stat::stopped).orElse(false);
    }

    /** Whether nobody listens with its sockets any more. A table cut short proves nothing. */
    private static boolean free(Holder session, SocketTable table) {
        return table.complete()
                && session.listeners().stream()
                        .map(l -> table.socket(l.socket().inode()))
                        .noneMatch(s -> s.filter(TcpSocket::listens).isPresent());
    }

    /** A session between its signal and its end. */
    private static final class Ending {
        private final Holder session;
        private final long started;
        private String signal = "TERM";
        private long killed = -1;

        Ending(Holder session, long started) {
            this.session = session;
            this.started = started;
        }
    }
}
