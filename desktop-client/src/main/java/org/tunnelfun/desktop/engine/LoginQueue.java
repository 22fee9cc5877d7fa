package org.tunnelfun.desktop.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tunnelfun.desktop.config.HostPort;
import org.tunnelfun.desktop.config.TunnelConfig;

/**
 * Lets a few attempts at a time through to each server: sshd turns away what exceeds its
 * MaxStartups, and whoever is turned away has to wait for long. For the tunnels of one program;
 * those of others are a {@link Crowd}.
 */
final class LoginQueue implements Ssh {
    private static final Logger LOG = LoggerFactory.getLogger(LoginQueue.class);

    /** Well under the ten of MaxStartups, which others need too. */
    private static final int AT_ONCE = 4;

    /**
     * An attempt that takes longer lets the next one in beside it: it may be waiting for a person,
     * or for a server that says nothing.
     */
    private static final Duration MOST = Duration.ofSeconds(3);

    private final Ssh ssh;
    private final Time.Loop clock;
    private final Map<HostPort, Deque<Turn>> waiting = new HashMap<>();
    private final Map<HostPort, Integer> inside = new HashMap<>();

    /**
     * @param clock for the limit of an attempt's time; may be late
     */
    LoginQueue(Ssh ssh, Time.Loop clock) {
        this.ssh = ssh;
        this.clock = clock;
    }

    @Override
    public Attempt open(TunnelConfig tunnel, Listener listener) {
        Turn turn = new Turn(tunnel, listener);
        synchronized (this) {
            waiting.computeIfAbsent(turn.server, any -> new ArrayDeque<>()).add(turn);
        }
        admit(turn.server);
        return turn;
    }

    /** Which server a tunnel leads to. */
    static HostPort server(TunnelConfig tunnel) {
        return new HostPort(tunnel.server().host(), tunnel.server().port());
    }

    private void admit(HostPort server) {
        for (Turn next = next(server); next != null; next = next(server)) {
            next.begin();
        }
    }

    private synchronized Turn next(HostPort server) {
        Deque<Turn> queue = waiting.get(server);
        if (queue == null || inside.getOrDefault(server, 0) >= AT_ONCE) {
            return null;
        }
        Turn next = queue.poll();
        if (next == null) {
            waiting.remove(server);
        } else {
            next.inside = true;
            inside.merge(server, 1, Integer::sum);
        }
        return next;
    }

    private void leave(Turn turn) {
        synchronized (this) {
            if (!turn.inside) {
                return;
            }
            turn.inside = false;
            turn.limit.cancel();
            inside.merge(turn.server, -1, (a, b) -> a + b == 0 ? null : a + b);
        }
        admit(turn.server);
    }

    private final class Turn implements Attempt, Listener {
        private final TunnelConfig tunnel;
        private final Listener listener;
        private final HostPort server;
        private Time.Timer limit = () -> {};
        private Attempt attempt = () -> {};
        private boolean inside;
        private boolean cancelled;

        Turn(TunnelConfig tunnel, Listener listener) {
            this.tunnel = tunnel;
            this.listener = listener;
            this.server = server(tunnel);
        }

        void begin() {
            synchronized (LoginQueue.this) {
                if (inside) {
                    limit = clock.after(MOST, () -> leave(this));
                }
            }
            Attempt begun;
            try {
                begun = ssh.open(tunnel, this);
            } catch (RuntimeException | OutOfMemoryError e) {
                // Whoever just made room must not suffer for this one, which has to hear of it.
                LOG.warn("tunnel={} the login could not begin: {}", tunnel.name(), e.toString());
                failed(
                        Failure.of(
                                Failure.Kind.LOGIN,
                                "the login could not begin: " + e.getMessage()));
                return;
            }
            boolean late;
            synchronized (LoginQueue.this) {
                attempt = begun;
                late = cancelled;
            }
            if (late) {
                begun.cancel();
            }
        }

        @Override
        public void cancel() {
            Attempt begun;
            synchronized (LoginQueue.this) {
                cancelled = true;
                begun = attempt;
                Deque<Turn> queue = waiting.get(server);
                if (queue != null) {
                    queue.remove(this);
                }
            }
            begun.cancel();
            leave(this);
        }

        @Override
        public void connected() {
            listener.connected();
        }

        @Override
        public void opened(SshSession session) {
            leave(this);
            listener.opened(session);
        }

        @Override
        public void reached(Leg leg) {
            listener.reached(leg);
        }

        @Override
        public void failed(Failure failure) {
            leave(this);
            listener.failed(failure);
        }

        @Override
        public void ended(Failure failure) {
            listener.ended(failure);
        }
    }
}
