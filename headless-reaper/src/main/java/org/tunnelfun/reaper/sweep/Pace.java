package org.tunnelfun.reaper.sweep;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.tunnelfun.reaper.proc.Holder;

/** When a holder may be probed again. Keeps devices, and the sessions that die by themselves. */
final class Pace {
    /**
     * A device's sshd counts visitors without a login from one address, and all of a tunnel's come
     * from 127.0.0.1 (PerSourcePenalties, sshd_config(5)).
     */
    static final Duration ANSWERED = Duration.ofSeconds(5);

    /**
     * sshd counts a missed keepalive only after a whole interval without any traffic, so whoever
     * probes a dead session and does not end it keeps it alive.
     */
    static final Duration SPARED_SILENT = Duration.ofMinutes(15);

    private final Time time;
    private final Map<Object, Until> next = new HashMap<>();

    Pace(Time time) {
        this.time = time;
    }

    /**
     * How long not to probe it yet; zero or less if it is time.
     *
     * @param asked whether somebody wants to know now; a device's rest is kept even then
     */
    Duration rest(Holder holder, boolean asked) {
        Until until = next.get(id(holder));
        if (until == null || asked && until.pause == SPARED_SILENT) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(until.nanos - time.nanos());
    }

    /** Not again within {@link #ANSWERED} or {@link #SPARED_SILENT}. */
    void hold(Holder holder, Duration pause) {
        next.put(id(holder), new Until(time.nanos() + pause.toNanos(), pause));
    }

    /** As soon as wanted. */
    void release(Holder holder) {
        next.remove(id(holder));
    }

    /** Forgets holders that are gone. */
    void retain(Set<Object> ids) {
        next.keySet().retainAll(ids);
    }

    /** A process, or the socket of one that may not be seen. */
    static Object id(Holder holder) {
        return holder.pid() > 0 ? holder.key() : holder.listeners().get(0).socket().inode();
    }

    private record Until(long nanos, Duration pause) {}
}
