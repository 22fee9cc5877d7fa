package org.tunnelfun.desktop.ssh;

import com.jcraft.jsch.Session;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.tunnelfun.desktop.config.Forward;
import org.tunnelfun.desktop.engine.SshSession.Visitors;

/**
 * The visitors of one session, by forward. Made after the login; {@link #route} before a bind:
 *
 * <pre>{@code
 * channels.route(forward);
 * session.setPortForwardingR(bind, port, channels.daemon(), channels.arguments(forward));
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
        routes.remove(forward);
    }

    /** The class name that JSch makes an instance of for each visitor. */
    String daemon() {
        return ForwardedChannel.class.getName();
    }

    /** What JSch hands to that instance: who is asked for the target when a visitor comes. */
    Object[] arguments(Forward forward) {
        return new Object[] {this, forward};
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

    /** Counts a visitor in, or turns it away. */
    Visits admit(Forward forward, ForwardedChannel visitor) {
        Visits visits = routes.get(forward);
        if (visits == null) {
            throw new IllegalStateException("no forward " + forward.remote() + " any more");
        }
        visits.came(visitor);
        present.add(visitor);
        if (closed) {
            left(visits, visitor);
            throw new IllegalStateException("the session ends");
        }
        return visits;
    }

    void left(Visits visits, ForwardedChannel visitor) {
        visits.left(visitor);
        present.remove(visitor);
    }
}
