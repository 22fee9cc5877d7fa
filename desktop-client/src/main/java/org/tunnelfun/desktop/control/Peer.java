package org.tunnelfun.desktop.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import jdk.net.ExtendedSocketOptions;

/** Who is at the other end of a socket of this machine. */
final class Peer {

    private Peer() {}

    /**
     * Whether the other end is of our own account or root. Where the system cannot tell (Windows),
     * the folder's rights alone decide.
     */
    static boolean mayControl(SocketChannel channel) throws IOException {
        if (!channel.supportedOptions().contains(ExtendedSocketOptions.SO_PEERCRED)) {
            return true;
        }
        String user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        return List.of(System.getProperty("user.name"), "root").contains(user);
    }
}
