package org.tunnelfun.reaper.probe;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;

/** Listens to many ports at once. */
public interface Probe {

    /**
     * Connects to each target once and returns when each has spoken, closed or stayed silent for
     * {@code timeout} from its connect on.
     */
    Map<InetSocketAddress, Heard> probe(Collection<Target> targets, Duration timeout)
            throws InterruptedException;

    /**
     * What to connect to.
     *
     * @param address on this machine
     * @param introduce whether to send an identification string, after which an sshd logs one line
     *     about the visit instead of two; not for a service of an unknown kind
     */
    record Target(InetSocketAddress address, boolean introduce) {}
}
