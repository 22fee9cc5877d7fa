package org.tunnelfun.reaper.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** Who listens where, told by other means than the code under test. */
public final class Listeners {
    private Listeners() {}

    /** Who listens on a port, told by ss(8) and so not by the code under test; 0 for nobody. */
    public static long holder(int port) {
        String ss = Tools.program("ss", "apt-get install iproute2");
        String line = Tools.run(List.of(ss, "-Hltnp", "sport = :" + port));
        int at = line.indexOf("pid=");
        return at < 0 ? 0 : Long.parseLong(line.substring(at + 4).split("[^0-9]")[0]);
    }

    /** On how many addresses a port is listened on, told by ss(8). */
    public static long addresses(int port) {
        String ss = Tools.program("ss", "apt-get install iproute2");
        return Tools.run(List.of(ss, "-Hltn", "sport = :" + port)).lines().count();
    }

    /** Whether anybody listens. */
    public static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 2000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
