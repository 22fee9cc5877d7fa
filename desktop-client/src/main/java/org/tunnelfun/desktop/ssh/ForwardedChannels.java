package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.RawChannel;
import com.jcraft.jsch.Session;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Visitors;

/**
 * The visitors of one session, by forward. Made after the login; {@link #route} before a bind:
 *
 * <pre>{@code
 * channels.route(forward);
 * session.bind(address, port, channels.visitors(forward), reply);
 * }</pre>
 */
final class ForwardedChannels implements AutoCloseable {

    private final Arrivals arrivals;
    private final Map<Forward, Visits> routes = new ConcurrentHashMap<>();
    private final Set<ForwardedChannel> present = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param session logged in; its thread factory is replaced by one for visitors
     */
    ForwardedChannels(Session session, Arrivals arrivals) {
        this.arrivals = arrivals;
        session.setThreadFactory(new VisitorThreads());
    }

    /** The forward's visitors will be let in; without effect if they are already. */
    void route(Forward forward) {
        routes.computeIfAbsent(forward, Visits::new);
    }

    /** New visitors are turned away; those that are here stay. */
    void unroute(Forward forward) {
        Visits visits = routes.remove(forward);
        if (visits != null) {
            visits.end();
        }
    }

    /** Who takes the visitors of a routed forward, on the session's reading thread. */
    Consumer<RawChannel> visitors(Forward forward) {
        Visits visits = routes.get(forward);
        return raw -> came(visits, raw);
    }

    private void came(Visits visits, RawChannel raw) {
        if (visits.ended() || closed) {
            VisitorThreads.run("visitor that is turned away", raw::refuse);
            return;
        }
        ForwardedChannel visitor = new ForwardedChannel(this, visits, raw);
        visits.came(visitor);
        present.add(visitor);
        raw.receive(visitor);
        if (closed) {
            visitor.abort();
        }
        try {
            VisitorThreads.run(visits.reader(), visitor::serve);
        } catch (OutOfMemoryError noThread) {
            visitor.neverServed();
            throw noThread;
        }
    }

    /** Counters of each routed forward, at this moment. */
    List<Visitors> visitors() {
        return routes.values().stream().map(Visits::snapshot).toList();
    }

    /** Hangs up on all visitors, without waiting for anything. */
    @Override
    public void close() {
        closed = true;
        present.forEach(ForwardedChannel::abort);
    }

    Arrivals arrivals() {
        return arrivals;
    }

    void left(ForwardedChannel visitor) {
        visitor.visits().left(visitor);
        present.remove(visitor);
    }
}
