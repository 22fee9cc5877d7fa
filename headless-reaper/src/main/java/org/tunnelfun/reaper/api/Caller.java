package org.tunnelfun.reaper.api;

import java.nio.file.Path;
import java.util.OptionalInt;
import org.tunnelfun.reaper.http.Ends;
import org.tunnelfun.reaper.proc.SocketTable;
import org.tunnelfun.reaper.proc.TcpSocket;

/**
 * Who calls over loopback: the kernel knows the user of the caller's socket. It holds for a call
 * that comes through sshd too: its socket belongs to the account of that session.
 */
final class Caller {
    private final SocketTable table;
    private final OptionalInt uid;

    private Caller(SocketTable table, OptionalInt uid) {
        this.table = table;
        this.uid = uid;
    }

    /** Looks the connection up. */
    static Caller of(Path proc, Ends ends) {
        SocketTable table = SocketTable.read(proc);
        OptionalInt uid =
                table.connection(ends.caller(), ends.ours()).stream()
                        .mapToInt(TcpSocket::uid)
                        .findFirst();
        return new Caller(table, uid);
    }

    /** Whether the port is the caller's: its holder is, or he is root, or nobody holds it. */
    boolean owns(int port) {
        return uid.isPresent()
                && (uid.getAsInt() == 0
                        || table.sockets().stream()
                                .filter(s -> s.listens() && s.local().getPort() == port)
                                .allMatch(s -> s.uid() == uid.getAsInt()));
    }
}
