package com.jcraft.jsch;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Opens the channels of the visitors of a server's ports, in JSch's place, which would make pipes,
 * buffers and a thread for each, and find the class that serves it by name.
 */
final class RawChannels {

    private static final String TYPE = "forwarded-tcpip";

    private final SessionDoor door;

    /** By port, then by address. */
    private final Map<Integer, Map<String, Consumer<RawChannel>>> ports = new ConcurrentHashMap<>();

    RawChannels(SessionDoor door) {
        this.door = door;
    }

    /**
     * From now on a port's visitors have somebody who takes them.
     *
     * @param address as the server was asked to listen, and so as it names it
     */
    void listen(String address, int port, Consumer<RawChannel> visitors) {
        ports.computeIfAbsent(port, any -> new ConcurrentHashMap<>()).put(address, visitors);
    }

    void unlisten(String address, int port) {
        Map<String, Consumer<RawChannel>> those = ports.get(port);
        if (those != null) {
            those.remove(address);
        }
    }

    /**
     * Takes a visitor in, on the session's reading thread.
     *
     * @param packet in which the server opens a channel
     * @return false: it is of another kind, or for a port that nobody listens to any more; JSch,
     *     which knows of no port, will refuse it
     */
    boolean opened(Buffer packet) throws IOException {
        try {
            packet.setOffSet(6);
            if (!TYPE.equals(Util.byte2str(packet.getString()))) {
                packet.setOffSet(0);
                return false;
            }
            int recipient = packet.getInt();
            long window = packet.getUInt();
            long most = packet.getUInt();
            String address = Util.byte2str(packet.getString());
            Consumer<RawChannel> visitors = visitors(address, packet.getInt());
            if (visitors == null) {
                packet.setOffSet(0);
                return false;
            }
            RawChannel channel = new RawChannel(door, recipient, window, most);
            if (door.add(channel)) {
                visitors.accept(channel);
            }
            return true;
        } catch (IndexOutOfBoundsException tooShort) {
            throw new IOException("the server sent a malformed packet", tooShort);
        }
    }

    /** Some servers name another address than they were asked for, so the port will do. */
    private Consumer<RawChannel> visitors(String address, int port) {
        Map<String, Consumer<RawChannel>> those = ports.getOrDefault(port, Map.of());
        Consumer<RawChannel> exact = those.get(address);
        return exact != null ? exact : those.values().stream().findFirst().orElse(null);
    }
}
