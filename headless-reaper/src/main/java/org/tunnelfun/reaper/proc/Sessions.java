package org.tunnelfun.reaper.proc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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
        }
        // A holder stands in the map once for each of its ports, and is to be reported once.
        Set<Holder> holders =
                watched.stream()
                        .map(s -> known.get(s.inode()))
                        .collect(Collectors.toCollection(LinkedHashSet::new));
        known.keySet()
                .retainAll(watched.stream().map(TcpSocket::inode).collect(Collectors.toSet()));
        return new Observation(new ArrayList<>(holders), table.complete());
    }

    private boolean stillKnown(TcpSocket socket) {
        Holder holder = known.get(socket.inode());
        return holder != null
                && holder.pid() > 0
                && holder.listeners().stream()
                        .filter(l -> l.socket().inode() == socket.inode())
                        .anyMatch(l -> holds(holder.pid(), l.descriptor(), socket.inode()));
    }

    private boolean holds(int pid, int descriptor, long inode) {
        return proc.descriptor(pid, descriptor).map(ProcFs::inode).orElse(0L) == inode;
    }
}
