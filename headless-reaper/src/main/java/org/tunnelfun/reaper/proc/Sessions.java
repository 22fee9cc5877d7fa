package org.tunnelfun.reaper.proc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.tunnelfun.reaper.config.Ports;

/**
 * Finds the holders of the watched ports.
 *
 * <p>Looking through every process costs half a second at 5,000 sessions, so holders are remembered
 * by the inode of their listener and believed as long as the same descriptor of the same process
 * still leads to it.
 */
public final class Sessions {
    private final ProcFs proc;
    private final HolderReader reader;
    private final Map<Long, Integer> descriptors = new HashMap<>();
    private Map<Long, Holder> known = new HashMap<>();

    /**
     * Reads a proc file system.
     *
     * @param root {@code /proc} but in tests
     * @param passwd {@code /etc/passwd} but in tests
     */
    public Sessions(Path root, Path passwd) {
        this.proc = new ProcFs(root);
        this.reader = new HolderReader(proc, passwd);
    }

    /** The facts about processes that this reads from. */
    public ProcFs proc() {
        return proc;
    }

    /**
     * Looks once.
     *
     * @param fresh whether nothing remembered is believed; for what may soon be ended
     */
    public Observation observe(Ports ports, boolean fresh) {
        SocketTable table = SocketTable.read(proc.root());
        List<TcpSocket> watched =
                table.sockets().stream()
                        .filter(s -> s.listens() && ports.contains(s.local().getPort()))
                        .toList();
        if (fresh || !watched.stream().allMatch(this::stillKnown)) {
            known = reader.find(watched, table);
            descriptors.clear();
            distinct(watched).forEach(this::remember);
        }
        known.keySet()
                .retainAll(watched.stream().map(TcpSocket::inode).collect(Collectors.toSet()));
        return new Observation(new ArrayList<>(distinct(watched)), table.complete());
    }

    /**
     * A holder is known once for each of its ports and reported once. By identity: its hash goes
     * over all of its ports, and one session may have thousands.
     */
    private Set<Holder> distinct(List<TcpSocket> watched) {
        Set<Holder> holders = Collections.newSetFromMap(new IdentityHashMap<>());
        watched.forEach(s -> holders.add(known.get(s.inode())));
        return holders;
    }

    private void remember(Holder holder) {
        holder.listeners().forEach(l -> descriptors.put(l.socket().inode(), l.descriptor()));
    }

    private boolean stillKnown(TcpSocket socket) {
        Holder holder = known.get(socket.inode());
        if (holder == null || holder.pid() == 0) {
            return false;
        }
        Optional<String> link = proc.descriptor(holder.pid(), descriptors.get(socket.inode()));
        return link.map(ProcFs::inode).orElse(0L) == socket.inode();
    }
}
