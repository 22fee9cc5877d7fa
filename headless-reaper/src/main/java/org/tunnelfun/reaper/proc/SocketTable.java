package org.tunnelfun.reaper.proc;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The TCP sockets of this network namespace at one moment, both families, by inode.
 *
 * <p>Read from {@code self/net}: {@code /proc/net} may be missing under ProcSubset.
 */
public final class SocketTable {
    private final Map<Long, TcpSocket> byInode;
    private final boolean complete;

    private SocketTable(Map<Long, TcpSocket> byInode, boolean complete) {
        this.byInode = byInode;
        this.complete = complete;
    }

    /** Reads both files. Sockets without an inode (not accepted yet, or closed) are left out. */
    public static SocketTable read(Path proc) {
        Map<Long, TcpSocket> sockets = new HashMap<>();
        boolean four = read(proc.resolve("self/net/tcp"), sockets);
        // Without IPv6 in the kernel there is no second file, and nothing missing.
        Path six = proc.resolve("self/net/tcp6");
        boolean both = four && (!Files.exists(six) || read(six, sockets));
        return new SocketTable(sockets, both);
    }

    private static boolean read(Path file, Map<Long, TcpSocket> into) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            SocketLine parser = new SocketLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                parser.read(line)
                        .filter(s -> s.inode() != 0)
                        .ifPresent(s -> into.put(s.inode(), s));
            }
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether both files could be read to their end; if not, absence proves nothing. */
    public boolean complete() {
        return complete;
    }

    /** All sockets. */
    public Collection<TcpSocket> sockets() {
        return byInode.values();
    }

    /** The socket with this inode, if there is one. */
    public Optional<TcpSocket> socket(long inode) {
        return Optional.ofNullable(byInode.get(inode));
    }

    /** The socket that is this end of this connection; tells who a loopback caller is. */
    public Optional<TcpSocket> connection(InetSocketAddress local, InetSocketAddress remote) {
        return byInode.values().stream()
                .filter(s -> s.local().equals(local) && s.remote().equals(remote))
                .findFirst();
    }
}
