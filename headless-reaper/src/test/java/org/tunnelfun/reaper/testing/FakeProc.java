package org.tunnelfun.reaper.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A {@code /proc} in a temporary folder, with the processes and sockets that a test wants. */
public final class FakeProc {
    private final Path root;
    private final List<String> sockets = new ArrayList<>();

    /** An empty one: a kernel without processes. */
    public FakeProc(Path root) throws IOException {
        this.root = root;
        Path self = Path.of(String.valueOf(ProcessHandle.current().pid()));
        Files.createDirectories(root.resolve(self).resolve("net"));
        Files.createSymbolicLink(root.resolve("self"), self);
        Files.writeString(root.resolve("stat"), "cpu 1 2 3\nbtime 1700000000\n");
        Files.writeString(root.resolve("self/net/tcp"), "  sl  local_address ...\n");
        Files.writeString(root.resolve("self/net/tcp6"), "  sl  local_address ...\n");
        status("self", 0);
    }

    /** The folder. */
    public Path root() {
        return root;
    }

    private void status(String pid, int uid) throws IOException {
        String text = "Name:\tx\nUid:\t%1$d\t%1$d\t%1$d\t%1$d\nCapEff:\t000001ffffffffff\n";
        Files.writeString(root.resolve(pid + "/status"), text.formatted(uid));
    }

    /** A process; descriptors come by {@link #descriptor}. */
    public FakeProc process(long pid, long start, String program, String title, int uid)
            throws IOException {
        Path folder = Files.createDirectories(root.resolve(pid + "/fd"));
        String stat = pid + " (sshd) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 " + start + " 1 1\n";
        Files.writeString(folder.resolveSibling("stat"), stat);
        Files.writeString(folder.resolveSibling("cmdline"), title + "\0\0");
        Files.deleteIfExists(folder.resolveSibling("exe"));
        Files.createSymbolicLink(folder.resolveSibling("exe"), Path.of("/usr/sbin/" + program));
        status(String.valueOf(pid), uid);
        return this;
    }

    /** An open file. */
    public FakeProc descriptor(long pid, int fd, String to) throws IOException {
        Path link = root.resolve(pid + "/fd/" + fd);
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(to));
        return this;
    }

    /** A listener on 127.0.0.1, held by a process. */
    public FakeProc listener(long pid, int fd, int port, long inode) throws IOException {
        socket("0100007F", port, "00000000", 0, "0A", 0, 0, inode);
        return descriptor(pid, fd, "socket:[" + inode + "]");
    }

    /** An established connection to a device, held by a process. */
    public FakeProc connection(long pid, int fd, long inode, int unacked, int retransmits)
            throws IOException {
        socket("0100007F", 22, "0A0000CB", 4000 + fd, "01", unacked, retransmits, inode);
        return descriptor(pid, fd, "socket:[" + inode + "]");
    }

    private void socket(
            String local,
            int port,
            String remote,
            int remotePort,
            String state,
            int unacked,
            int retransmits,
            long inode)
            throws IOException {
        sockets.removeIf(line -> line.contains(" " + inode + " 1 "));
        sockets.add(
                String.format(
                        "   0: %s:%04X %s:%04X %s %08X:00000000 01:00000014 %08X  1000 0 %d 1 0000",
                        local, port, remote, remotePort, state, unacked, retransmits, inode));
        write();
    }

    /** A socket vanishes. */
    public FakeProc closed(long inode) throws IOException {
        sockets.removeIf(line -> line.contains(" " + inode + " 1 "));
        write();
        return this;
    }

    private void write() throws IOException {
        Files.writeString(
                root.resolve("self/net/tcp"), "  sl ...\n" + String.join("\n", sockets) + "\n");
    }
}
