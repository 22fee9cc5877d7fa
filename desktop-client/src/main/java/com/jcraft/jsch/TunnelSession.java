package com.jcraft.jsch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

/**
 * A session whose global requests are answered by callback, in order.
 *
 * <p>Stands in JSch's package because {@link Session} keeps what is needed here to itself: its own
 * forward request takes any reply for its own and polls by sleeping. RFC 4254 §4 promises that
 * replies keep the order of the requests, so a queue is enough to tell them apart.
 */
public final class TunnelSession extends Session {

    /** A hostile server may refuse channels that nobody asked for. */
    private static final int MAX_REFUSALS = 64;

    /** Told once, on the session's thread, why nothing more will be read. */
    private final Consumer<Exception> ended;

    private final Object order = new Object();
    private final SessionDoor door = new SessionDoor(this);
    private final RawChannels channels = new RawChannels(door);
    private final Deque<Consumer<Reply>> waiting = new ArrayDeque<>();
    private final ConcurrentMap<Integer, String> refusals = new ConcurrentHashMap<>();

    /**
     * An answer to a global request.
     *
     * @param success what the server says
     * @param port the port it chose, 0 where it chose none
     */
    public record Reply(boolean success, int port) {}

    /**
     * What both sides agreed on, out of what we offered.
     *
     * @param cipherOut for what we send
     * @param cipherIn for what the server sends
     */
    public record Negotiated(String keyExchange, String cipherOut, String cipherIn) {}

    /**
     * A session that is not connected yet.
     *
     * @param ended told once, on the session's thread, why nothing more is read
     */
    public TunnelSession(JSch jsch, String user, String host, int port, Consumer<Exception> ended)
            throws JSchException {
        super(jsch, user, host, port);
        this.ended = ended;
    }

    /** Asks for an answer of any kind. Blocks while the socket's send buffer is full. */
    public void keepalive(Consumer<Reply> reply) throws Exception {
        send(packet("keepalive@openssh.com", true), reply);
    }

    /**
     * Asks the server to listen (RFC 4254 §7.1).
     *
     * @param visitors takes the channel of each visitor, on the session's reading thread, and so
     *     must not wait; confirms it or refuses it later, on another one
     */
    public void bind(String address, int port, Consumer<RawChannel> visitors, Consumer<Reply> reply)
            throws Exception {
        Packet packet = packet("tcpip-forward", true);
        packet.buffer.putString(address.getBytes(StandardCharsets.US_ASCII));
        packet.buffer.putInt(port);
        send(
                packet,
                answer -> {
                    Reply result = answer;
                    if (answer.success()) {
                        int granted = port == 0 ? answer.port() : port;
                        // On the session's thread, so that the first visitor cannot come too early.
                        channels.listen(address, granted, visitors);
                        result = new Reply(true, granted);
                    }
                    reply.accept(result);
                });
    }

    /** Takes a bind back; {@code done} runs once the server has worked on it. */
    public void unbind(String address, int port, Consumer<Reply> done) throws Exception {
        channels.unlisten(address, port);
        Packet packet = packet("cancel-tcpip-forward", false);
        packet.buffer.putString(address.getBytes(StandardCharsets.US_ASCII));
        packet.buffer.putInt(port);
        door.send(packet);
        keepalive(done);
    }

    /**
     * A way on from this host, which is not open yet.
     *
     * @param window bytes that may come before the first {@link JumpChannel#credit}
     * @param most bytes that may come in one packet
     */
    public JumpChannel jump(String host, int port, int window, int most)
            throws JSchException, IOException {
        JumpChannel channel = new JumpChannel(door);
        if (!door.add(channel)) {
            throw new JSchException("session is down");
        }
        channel.init();
        channel.setLocalWindowSizeMax(window);
        channel.setLocalPacketSize(most);
        channel.setHost(host);
        channel.setPort(port);
        return channel;
    }

    /** Names of the key exchange and of the ciphers, ours and the server's, once connected. */
    public Negotiated negotiated() {
        return new Negotiated(
                guess[KeyExchange.PROPOSAL_KEX_ALGS],
                guess[KeyExchange.PROPOSAL_ENC_ALGS_CTOS],
                guess[KeyExchange.PROPOSAL_ENC_ALGS_STOC]);
    }

    /** Why the server refused to open a channel; empty if it did not. Asked once per channel. */
    public String refusal(Channel channel) {
        String text = refusals.remove(channel.getId());
        return text == null ? "" : text;
    }

    private static Packet packet(String name, boolean answered) {
        Packet packet = new Packet(new Buffer(400));
        packet.reset();
        packet.buffer.putByte((byte) SSH_MSG_GLOBAL_REQUEST);
        packet.buffer.putString(name.getBytes(StandardCharsets.US_ASCII));
        packet.buffer.putByte((byte) (answered ? 1 : 0));
        return packet;
    }

    private void send(Packet packet, Consumer<Reply> reply) throws Exception {
        synchronized (order) {
            synchronized (waiting) {
                waiting.add(reply);
            }
            door.send(packet);
        }
    }

    @Override
    Buffer read(Buffer buf) throws Exception {
        Buffer packet;
        try {
            do {
                packet = super.read(buf);
            } while (packet.getCommand() == SSH_MSG_CHANNEL_OPEN && channels.opened(packet));
        } catch (Exception e) {
            ended.accept(e);
            throw e;
        } catch (Error e) {
            // No thread for a visitor, for one. JSch's thread would end without a word.
            IOException problem = new IOException(e.toString(), e);
            ended.accept(problem);
            throw problem;
        }
        switch (packet.getCommand() & 0xFF) {
            case SSH_MSG_REQUEST_SUCCESS, SSH_MSG_REQUEST_FAILURE -> answered(packet);
            case SSH_MSG_CHANNEL_OPEN_FAILURE -> refused(packet);
            default -> {}
        }
        return packet;
    }

    private void answered(Buffer packet) {
        Consumer<Reply> reply;
        synchronized (waiting) {
            reply = waiting.poll();
        }
        if (reply == null) {
            return;
        }
        boolean success = (packet.getCommand() & 0xFF) == SSH_MSG_REQUEST_SUCCESS;
        boolean hasPort = success && packet.getLength() >= 10;
        reply.accept(new Reply(success, hasPort ? intAt(packet, 6) : 0));
    }

    private void refused(Buffer packet) {
        int length = Math.min(intAt(packet, 14), 200);
        if (length < 0 || 18 + length > packet.buffer.length || refusals.size() >= MAX_REFUSALS) {
            return;
        }
        refusals.put(
                intAt(packet, 6),
                inWords(
                        intAt(packet, 10),
                        new String(packet.buffer, 18, length, StandardCharsets.UTF_8).strip()));
    }

    /** Never empty. OpenSSH explains a refused connection only; else it says "open failed". */
    private static String inWords(int reason, String said) {
        String words =
                switch (reason) {
                    // RFC 4254 §5.1.
                    case 1 -> "not allowed";
                    case 2 -> "no connection";
                    case 3 -> "unknown to the server";
                    case 4 -> "the server is short of resources";
                    default -> "reason " + reason;
                };
        if (said.isEmpty() || said.equals("open failed")) {
            return words;
        }
        return reason == 2 ? said : words + " (" + said + ")";
    }

    private static int intAt(Buffer packet, int offset) {
        byte[] b = packet.buffer;
        return (b[offset] & 0xFF) << 24
                | (b[offset + 1] & 0xFF) << 16
                | (b[offset + 2] & 0xFF) << 8
                | b[offset + 3] & 0xFF;
    }
}
