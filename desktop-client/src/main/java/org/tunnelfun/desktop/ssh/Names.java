package org.tunnelfun.desktop.ssh;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Security;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.tunnelfun.desktop.engine.Failure;

/**
 * Looks up names with a deadline. The system's resolver cannot be interrupted, so it gets threads
 * of its own, few enough that a resolver that hangs cannot eat the program.
 */
final class Names {

    static {
        // Java remembers for 10 s that a name was not found; a network that came back need not
        // wait.
        remember("networkaddress.cache.negative.ttl", "0");
        // And for 30 s where it was found; a server at home may have a new address every day.
        remember("networkaddress.cache.ttl", "3");
    }

    private static final int MOST_LOOKUPS = 8;

    /** What was found last. The names stand in the config, so they are few. */
    private static final Map<String, List<InetAddress>> KNOWN = new ConcurrentHashMap<>();

    private static final ThreadPoolExecutor THREADS =
            new ThreadPoolExecutor(
                    0,
                    MOST_LOOKUPS,
                    10,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Threads.named("name lookup"));

    private Names() {}

    private static void remember(String property, String seconds) {
        // Without a screen a file has told Java already: this looks for a logger in every jar.
        if (!seconds.equals(Security.getProperty(property))) {
            Security.setProperty(property, seconds);
        }
    }

    /**
     * All addresses of a server. While the name service does not know it any more or says nothing,
     * those that it had last: a name service that is down need not be an outage, and the host key
     * tells who is there.
     *
     * @throws LoginException of kind {@code UNREACHABLE}
     */
    static List<InetAddress> ofServer(String host, Duration within)
            throws LoginException, InterruptedException {
        try {
            List<InetAddress> found = addresses(host, within);
            KNOWN.put(host, found);
            return found;
        } catch (LoginException e) {
            List<InetAddress> known = KNOWN.get(host);
            if (known == null) {
                throw e;
            }
            JschSsh.LOG.debug("{}; its last addresses are tried", e.failure().message());
            return known;
        }
    }

    /**
     * All addresses of {@code host}, in the system's order; an address is taken as it is.
     *
     * @throws LoginException of kind {@code UNREACHABLE}
     */
    static List<InetAddress> addresses(String host, Duration within)
            throws LoginException, InterruptedException {
        try {
            return CompletableFuture.supplyAsync(() -> lookUp(host), THREADS)
                    .get(within.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | RejectedExecutionException e) {
            throw unreachable(host, "the name lookup does not answer");
        } catch (ExecutionException e) {
            throw unreachable(host, Failures.unreachable(e.getCause().getCause()));
        }
    }

    private static List<InetAddress> lookUp(String host) {
        try {
            return List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LoginException unreachable(String host, String why) {
        return new LoginException(
                Failure.of(Failure.Kind.UNREACHABLE, "no connection to " + host + ": " + why));
    }
}
