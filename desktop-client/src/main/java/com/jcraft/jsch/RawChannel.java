package com.jcraft.jsch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A channel that the server opened, without JSch's own flow control: announces a window, and sends
 * the messages of RFC 4254 §5.2 and §5.3 when it is told to.
 *
 * <p>JSch still reads what arrives and hands it over. It sends nothing on this channel any more but
 * the open confirmation: to it, the channel is one that it has closed already. Its session thread
 * therefore never waits for a socket because of a visitor, and no message follows our close
 * message, for which OpenSSH ends the whole session.
 */
public final class RawChannel {

    /** As OpenSSH; larger packets would let a bulk transfer stand in front of other visitors. */
    public static final int PACKET = 32 * 1024;

    /**
     * Where the data begins in {@link #payload}, behind length, padding length, message, recipient
     * and the data's length.
     */
    public static final int PAYLOAD = 14;

    /** For padding, a message authentication code, and a compression that makes data longer. */
    private static final int MARGIN = 512;

    /** Enough for a short visit: a whole packet's room would have to be made and cleared for it. */
    private static final int SMALL = 4 * 1024;

    private final ChannelForwardedTCPIP channel;
    private final SessionDoor door;
    private final int recipient;
    private final int maxPayload;
    private int room;
    private Packet data;
    private final Packet control = new Packet(new Buffer(MARGIN));

    /** Guards the order of our messages; the session's reading thread never takes it. */
    private final Object sending = new Object();

    private boolean closeSent;
    private volatile boolean gone;

    /**
     * Takes the channel over. For use in {@code ForwardedTCPIPDaemon.setChannel}, which runs before
     * the open confirmation is sent.
     *
     * @param fromServer is given what arrives, on the session's reading thread; is closed at the
     *     server's end of data
     * @param pump {@code read} is called once, on the channel's own thread, after the confirmation;
     *     the channel is forgotten when it returns. Is closed when the server closes the channel or
     *     the session ends
     */
    public RawChannel(ChannelForwardedTCPIP channel, OutputStream fromServer, InputStream pump)
            throws JSchException {
        this.channel = channel;
        door = new SessionDoor(channel.getSession());
        recipient = channel.getRecipient();
        maxPayload = Math.max(1, Math.min(PACKET, channel.rmpsize));
        makeRoom(Math.min(SMALL, maxPayload));
        channel.io.setOutputStream(fromServer);
        channel.io.setInputStream(pump);
        // JSch allocates a buffer of this size that nobody uses; the server chose it.
        channel.rmpsize = MARGIN;
        channel.lmpsize = PACKET;
        channel.eof_local = true;
        channel.close = true;
    }

    /**
     * What the open confirmation will announce.
     *
     * @param window bytes that the server may send before the first {@link #credit}
     */
    public void announce(int window) {
        channel.lwsize = window;
        channel.lwsize_max = 0;
    }

    /** Keeps JSch's own count of the window from running out; on the reading thread, per packet. */
    public void received() {
        channel.lwsize = Integer.MAX_VALUE;
    }

    /** Nothing can be sent or received any more; ends a wait for the server's window. */
    public void gone() {
        gone = true;
        synchronized (channel) {
            channel.notifyAll();
        }
    }

    private void makeRoom(int payload) {
        room = payload;
        data = new Packet(new Buffer(PAYLOAD + payload + MARGIN));
    }

    /** The array that {@link #sendData} sends from; asked for anew after {@link #awaitWindow}. */
    public byte[] payload() {
        return data.buffer.buffer;
    }

    /**
     * Waits until the server takes data.
     *
     * @return how many bytes of payload may be sent at once, 1 to {@link #PACKET}; 0: no more, ever
     */
    public int awaitWindow() throws InterruptedException {
        synchronized (channel) {
            channel.notifyme++;
            try {
                while (channel.rwsize <= 0 && !gone) {
                    channel.wait();
                }
                return gone ? 0 : (int) Math.min(channel.rwsize, room);
            } finally {
                channel.notifyme--;
            }
        }
    }

    /**
     * Sends what stands in {@link #payload}.
     *
     * @param length no more than {@link #awaitWindow} allowed
     */
    public void sendData(int length) throws IOException {
        synchronized (channel) {
            channel.rwsize -= length;
        }
        synchronized (sending) {
            begin(data, Session.SSH_MSG_CHANNEL_DATA);
            data.buffer.putInt(length);
            data.buffer.skip(length);
            send(data);
        }
        if (length == room && room < maxPayload) {
            makeRoom(maxPayload);
        }
    }

    /** Lets the server send more. */
    public void credit(int bytes) throws IOException {
        synchronized (sending) {
            begin(control, Session.SSH_MSG_CHANNEL_WINDOW_ADJUST);
            control.buffer.putInt(bytes);
            send(control);
        }
    }

    /** No more data will follow from us. */
    public void sendEof() throws IOException {
        synchronized (sending) {
            begin(control, Session.SSH_MSG_CHANNEL_EOF);
            send(control);
        }
    }

    /** Our close message, once; everything after it is dropped. */
    public void sendClose() throws IOException {
        synchronized (sending) {
            begin(control, Session.SSH_MSG_CHANNEL_CLOSE);
            send(control);
            closeSent = true;
        }
    }

    private void begin(Packet packet, int message) {
        packet.reset();
        packet.buffer.putByte((byte) message);
        packet.buffer.putInt(recipient);
    }

    private void send(Packet packet) throws IOException {
        if (!closeSent) {
            door.send(packet);
        }
    }
}
