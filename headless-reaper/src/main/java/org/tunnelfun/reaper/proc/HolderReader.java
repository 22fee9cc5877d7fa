package org.tunnelfun.reaper.proc;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Goes through all processes and describes those that hold a watched port. */
final class HolderReader {
    /** USER_HZ, which is 100 on every Linux that runs Java (time(7)). */
    private static final long TICKS_PER_SECOND = 100;

    /** A session with a terminal keeps the master side of its pty open (pts(4)). */
    private static final Set<String> TERMINAL = Set.of("/dev/ptmx", "/dev/pts/ptmx");

    private static final Set<String> SSHD = Set.of("sshd", "sshd-session");

    private final ProcFs proc;
    private final Path passwd;

    HolderReader(ProcFs proc, Path passwd) {
        this.proc = proc;
        this.passwd = passwd;
    }

    /** The holder of each watched socket, by inode. */
    Map<Long, Holder> find(List<TcpSocket> watched, SocketTable table) {
        Map<Long, List<Integer>> pids = new HashMap<>();
        watched.forEach(s -> pids.put(s.inode(), new ArrayList<>(1)));
        Map<Integer, Files> files = new HashMap<>();
        for (int pid : proc.pids()) {
            Files own = files(pid);
            for (long inode : own.sockets().values()) {
                List<Integer> holders = pids.get(inode);
                if (holders != null) {
                    holders.add(pid);
                    files.put(pid, own);
                }
            }
        }
        Context context = new Context(table, new Users(passwd), proc.bootTime());
        Map<Integer, Holder> described = new HashMap<>();
        Map<Integer, Holder> shared = new HashMap<>();
        Map<Long, Holder> found = new HashMap<>();
        Map<List<Integer>, List<TcpSocket>> unseen = new HashMap<>();
        for (TcpSocket socket : watched) {
            List<Integer> holders = pids.get(socket.inode());
            if (holders.isEmpty()) {
                List<Integer> portAndUser = List.of(socket.local().getPort(), socket.uid());
                unseen.computeIfAbsent(portAndUser, k -> new ArrayList<>()).add(socket);
                continue;
            }
            int first = holders.get(0);
            Holder holder =
                    described.computeIfAbsent(first, p -> describe(p, files.get(p), context));
            boolean alone = holders.stream().distinct().count() == 1;
            found.put(
                    socket.inode(),
                    alone ? holder : shared.computeIfAbsent(first, p -> holder.shared()));
        }
        // Both addresses of a forward belong to one session; what is of one user is taken for one.
        unseen.values()
                .forEach(
                        sockets -> {
                            Holder holder = unseen(sockets, context);
                            sockets.forEach(s -> found.put(s.inode(), holder));
                        });
        return found;
    }

    private Files files(int pid) {
        Map<Integer, Long> sockets = new TreeMap<>();
        boolean[] terminal = {false};
        proc.descriptors(
                pid,
                (fd, to) -> {
                    long inode = ProcFs.inode(to);
                    if (inode != 0) {
                        sockets.put(fd, inode);
                    }
                    terminal[0] |= TERMINAL.contains(to);
                });
        return new Files(sockets, terminal[0]);
    }

    private Holder describe(int pid, Files files, Context context) {
        // The handle first: if the pid changes hands now, its start time and ours differ later.
        Optional<ProcessHandle> handle = ProcessHandle.of(pid);
        Optional<Stat> stat = proc.stat(pid);
        Optional<String> program = proc.program(pid);
        Title title = Title.of(proc.title(pid));
        Optional<Integer> uid = proc.uid(pid);
        List<Holder.Listener> listeners = new ArrayList<>();
        List<TcpSocket> connections = new ArrayList<>();
        files.sockets()
                .forEach(
                        (fd, inode) -> {
                            Optional<TcpSocket> socket = context.table().socket(inode);
                            socket.filter(TcpSocket::listens)
                                    .ifPresent(s -> listeners.add(new Holder.Listener(s, fd)));
                            socket.filter(s -> !s.listens()).ifPresent(connections::add);
                        });
        Set<Integer> ports =
                listeners.stream().map(Holder.Listener::port).collect(Collectors.toSet());
        String number = uid.map(String::valueOf).orElse("");
        return new Holder(
                kind(program, title, stat.isPresent() && uid.isPresent()),
                pid,
                stat.map(Stat::start).orElse(0L),
                stat.flatMap(s -> context.since(s.start())),
                handle,
                program.orElse(""),
                uid.orElse(-1),
                uid.flatMap(context.users()::name)
                        .orElse(title.user().isEmpty() ? number : title.user()),
                title.tty() || files.terminal(),
                sorted(listeners),
                // Descriptors are given out in order, and the device's connection is the first.
                connections.stream().filter(s -> !ports.contains(s.local().getPort())).findFirst());
    }

    private static Holder.Kind kind(Optional<String> program, Title title, boolean readable) {
        if (program.isEmpty() || !readable) {
            return Holder.Kind.UNSEEN;
        }
        if (!SSHD.contains(program.get())) {
            return Holder.Kind.FOREIGN;
        }
        return switch (title.role()) {
            case SESSION -> Holder.Kind.SESSION;
            case LISTENER -> Holder.Kind.MASTER;
            case MONITOR -> Holder.Kind.MONITOR;
            case UNCLEAR -> Holder.Kind.UNCLEAR;
        };
    }

    private static Holder unseen(List<TcpSocket> sockets, Context context) {
        int uid = sockets.get(0).uid();
        return new Holder(
                Holder.Kind.UNSEEN,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                "",
                uid,
                context.users().name(uid).orElse(String.valueOf(uid)),
                false,
                sorted(sockets.stream().map(s -> new Holder.Listener(s, -1)).toList()),
                Optional.empty());
    }

    private static List<Holder.Listener> sorted(List<Holder.Listener> listeners) {
        return listeners.stream()
                .sorted(
                        Comparator.comparingInt(Holder.Listener::port)
                                .thenComparing(
                                        l -> l.socket().local().getAddress().getAddress().length))
                .toList();
    }

    /** A process's sockets, descriptor to inode in the order of descriptors, and its pty. */
    private record Files(Map<Integer, Long> sockets, boolean terminal) {}

    /** What is read once for all. */
    private record Context(SocketTable table, Users users, Optional<Instant> boot) {
        Optional<Instant> since(long ticks) {
            return boot.map(b -> b.plusMillis(ticks * 1000 / TICKS_PER_SECOND));
        }
    }
}
