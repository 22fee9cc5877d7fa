package org.tunnelfun.reaper.probe;

import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

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
     * @param begun a connection there that is under way already
     */
    record Target(InetSocketAddress address, boolean introduce, Optional<SocketChannel> begun) {
        /** Nothing is under way. */
        public Target(InetSocketAddress address, boolean introduce) {
            this(address, introduce, Optional.empty());
        }
    }
}
